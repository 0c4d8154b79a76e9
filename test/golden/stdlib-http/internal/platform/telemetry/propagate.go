package telemetry

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel/propagation"
)

// extract is the propagator's Extract, which is skipped for the many requests that carry neither trace nor baggage.
func (t *Telemetry) extract(ctx context.Context, carrier propagation.TextMapCarrier) context.Context {
	if carrier.Get("traceparent") == "" && !hasBaggage(carrier) {
		return ctx
	}
	return t.propagator.Extract(ctx, carrier)
}

// hasBaggage looks at every value: the first of several may be empty.
func hasBaggage(carrier propagation.TextMapCarrier) bool {
	if several, ok := carrier.(propagation.ValuesGetter); ok {
		return len(several.Values("baggage")) > 0
	}
	return carrier.Get("baggage") != ""
}

// headerCarrier is propagation.HeaderCarrier, which allocates the canonical name of a header each time.
type headerCarrier struct{ propagation.HeaderCarrier }

func (c headerCarrier) Get(key string) string {
	if values := c.Values(key); len(values) > 0 {
		return values[0]
	}
	return ""
}

func (c headerCarrier) Values(key string) []string {
	header := http.Header(c.HeaderCarrier)
	switch key {
	case "traceparent":
		return header["Traceparent"]
	case "tracestate":
		return header["Tracestate"]
	case "baggage":
		return header["Baggage"]
	default:
		return header.Values(key)
	}
}
