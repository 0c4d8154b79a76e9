// Package telemetry is what one request leaves behind, whatever the transport: a span, a line in the log and a
// sample in the metrics, all with the same trace id. It sets no OpenTelemetry global and no default logger.
package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

const scope = "example.com/orders/internal/platform/telemetry"

// Config says who the service is and where its telemetry goes.
type Config struct {
	Service  string // OTEL_SERVICE_NAME comes first
	Version  string // of the service; empty reads it from the build info
	LogLevel slog.Level
	// Getenv reads the OTEL_* settings; nil means none is set. What this package does not name (headers,
	// certificates, batch sizes) OpenTelemetry's SDK and exporter read from the process's environment themselves.
	Getenv func(string) string
}

// Telemetry holds the logger, the tracer and the metrics of the process. It is safe for concurrent use.
type Telemetry struct {
	log        *slog.Logger
	stderr     io.Writer // the log, for whole lines
	level      slog.Level
	registry   *prometheus.Registry
	metrics    *metrics
	tracer     trace.Tracer
	server     []trace.SpanStartOption // of the span of a call
	propagator propagation.TextMapPropagator
	export     *export // nil: nothing is exported
}

// New starts the export of spans if an endpoint for it is set, and not otherwise: trace ids are made and passed on
// either way. The error of a bad setting is one line that names the variable, its value and what is accepted.
func New(ctx context.Context, cfg Config, stderr io.Writer) (*Telemetry, error) {
	set, err := readSettings(cfg)
	if err != nil {
		return nil, err
	}
	build := readBuild(cfg)
	registry, metrics, err := newMetrics(set.service, build)
	if err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	lines := &lockedWriter{w: stderr}
	log := slog.New(handler{root: slog.NewJSONHandler(lines, &slog.HandlerOptions{Level: cfg.LogLevel})})
	options := []sdktrace.TracerProviderOption{
		sdktrace.WithSampler(set.sampler),
		sdktrace.WithResource(set.resource(build.version)),
		sdktrace.WithRawSpanLimits(spanLimits()),
	}
	var export *export
	if set.endpoint != "" {
		if export, err = newExport(ctx, set.endpoint, log); err != nil {
			return nil, err
		}
		options = append(options, sdktrace.WithSpanProcessor(export.processor))
	}
	return &Telemetry{
		log:      log,
		stderr:   lines,
		level:    cfg.LogLevel,
		registry: registry,
		metrics:  metrics,
		tracer:   sdktrace.NewTracerProvider(options...).Tracer(scope),
		server:   []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindServer)},
		propagator: propagation.NewCompositeTextMapPropagator(
			propagation.TraceContext{}, propagation.Baggage{}),
		export: export,
	}, nil
}

// spanLimits are OpenTelemetry's, which has none for the length of an attribute: long paths and user agents would make
// batches that the collector refuses.
func spanLimits() sdktrace.SpanLimits {
	limits := sdktrace.NewSpanLimits() // as the environment has them
	if limits.AttributeValueLengthLimit < 0 {
		limits.AttributeValueLengthLimit = 4096
	}
	return limits
}

// Logger writes JSON lines, with trace_id and span_id when the context they are logged with has a span.
func (t *Telemetry) Logger() *slog.Logger { return t.log }

// Tracer starts spans inside a request.
func (t *Telemetry) Tracer() trace.Tracer { return t.tracer }

// Propagator reads and writes W3C trace context and baggage; calls to other services inject with it.
func (t *Telemetry) Propagator() propagation.TextMapPropagator { return t.propagator }

// Registry takes metrics of your own.
func (t *Telemetry) Registry() *prometheus.Registry { return t.registry }

// MetricsHandler serves the registry to Prometheus, with exemplars to a scraper that asks for OpenMetrics.
func (t *Telemetry) MetricsHandler() http.Handler {
	return promhttp.HandlerFor(t.registry, promhttp.HandlerOpts{
		EnableOpenMetrics: true, // the older text format drops exemplars
		// One collector that fails would take every other metric of the service with it.
		ErrorHandling: promhttp.ContinueOnError,
		ErrorLog:      slog.NewLogLogger(t.log.Handler(), slog.LevelError),
	})
}

// Shutdown exports the spans that have ended, as long as ctx allows, and waits for the exporter to stop. Spans that
// end later are lost.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	if t.export == nil {
		return nil
	}
	return t.export.shutdown(ctx)
}
