package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// quiet is how long after a line about lost spans the next one may come: a collector that is down would fill the log.
const quiet = time.Minute

// export sends spans to the collector in batches, off the path of requests. When the collector is slow or away the
// queue fills and spans are dropped; requests never wait.
type export struct {
	sdktrace.SpanExporter
	processor sdktrace.SpanProcessor
	log       *slog.Logger
	stopped   chan struct{} // closed when the processor's goroutine has ended

	// The processor exports one batch at a time: no lock.
	lost   int // spans since the last line
	silent time.Time
}

func newExport(ctx context.Context, endpoint string, log *slog.Logger) (*export, error) {
	otlp, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(endpoint))
	if err != nil {
		return nil, fmt.Errorf("start the export of spans: %w", err)
	}
	e := &export{SpanExporter: otlp, log: log, stopped: make(chan struct{})}
	e.processor = sdktrace.NewBatchSpanProcessor(e)
	return e, nil
}

// ExportSpans reports a failure here and not to its caller, which would hand it to OpenTelemetry's error handler:
// a global, shared by all who import it, that prints plain text.
func (e *export) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	err := e.SpanExporter.ExportSpans(ctx, spans)
	if err == nil {
		return nil
	}
	e.lost += len(spans)
	if now := time.Now(); now.After(e.silent) {
		e.log.Warn("spans lost", "spans", e.lost, "error", err)
		e.lost, e.silent = 0, now.Add(quiet)
	}
	return nil
}

// Shutdown is called once by the processor, after its last batch.
func (e *export) Shutdown(ctx context.Context) error {
	defer close(e.stopped)
	if e.lost > 0 {
		e.log.Warn("spans lost", "spans", e.lost)
	}
	return e.SpanExporter.Shutdown(ctx)
}

func (e *export) shutdown(ctx context.Context) error {
	err := e.processor.Shutdown(ctx)
	if err != nil {
		err = fmt.Errorf("flush spans: %w", err)
		// The processor gave up waiting, not uploading: without this its goroutine outlives the service's end.
		_ = e.SpanExporter.Shutdown(context.WithoutCancel(ctx)) // the first error is the one to tell
	}
	<-e.stopped
	return err
}
