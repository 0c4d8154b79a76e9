package telemetry

import (
	"context"
	"log/slog"
	"slices"

	"go.opentelemetry.io/otel/trace"
)

const traceKey, spanKey = "trace_id", "span_id"

// handler adds the ids of the context's span to every line, at the top level even for a logger with a group, where
// a search for the trace would not find them.
type handler struct {
	root slog.Handler
	open []func(slog.Handler) slog.Handler // the first group and what came after it
}

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.root.Enabled(ctx, level)
}

func (h handler) Handle(ctx context.Context, record slog.Record) error {
	next := h.root
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		traceID, spanID := slog.String(traceKey, span.TraceID().String()), slog.String(spanKey, span.SpanID().String())
		if h.open == nil {
			record.AddAttrs(traceID, spanID)
		} else {
			next = next.WithAttrs([]slog.Attr{traceID, spanID})
		}
	}
	for _, apply := range h.open {
		next = apply(next)
	}
	return next.Handle(ctx, record)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	if h.open == nil {
		return handler{root: h.root.WithAttrs(attrs)}
	}
	return h.then(func(next slog.Handler) slog.Handler { return next.WithAttrs(attrs) })
}

func (h handler) WithGroup(name string) slog.Handler {
	return h.then(func(next slog.Handler) slog.Handler { return next.WithGroup(name) })
}

func (h handler) then(apply func(slog.Handler) slog.Handler) slog.Handler {
	return handler{root: h.root, open: append(slices.Clip(h.open), apply)}
}
