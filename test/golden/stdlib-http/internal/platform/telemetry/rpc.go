package telemetry

import (
	"context"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"example.com/orders/internal/fault"
)

// StartRPC begins a call that continues the trace in carrier. System is OpenTelemetry's name for the protocol, such
// as "grpc"; method is the full name the caller sent: the call is unmatched until SetRoute says that it exists.
func (t *Telemetry) StartRPC(ctx context.Context, carrier propagation.TextMapCarrier, system, method string) (context.Context, *Call) {
	ctx, c := t.start(ctx, carrier, system)
	c.system, c.method = system, bare(method)
	t.metrics.rpcActive.Inc()
	return ctx, c
}

// EndRPC is EndHTTP for a call that StartRPC began.
func (c *Call) EndRPC(code fault.Code, err error) {
	f, ok := c.end(err)
	if !ok {
		return
	}
	elapsed := time.Since(c.began)
	label := bare(f.route)
	if label == "" {
		label = other
	}
	sampled := c.span.SpanContext().IsSampled()
	c.telemetry.metrics.rpcActive.Dec()
	observe(c.telemetry.metrics.rpcDuration.WithLabelValues(c.system, label, code.String()), elapsed, c.traceID, sampled)

	if c.span.IsRecording() {
		errorType := ""
		if serverFault(code) {
			errorType = code.String()
		}
		attributes := make([]attribute.KeyValue, 0, 8)
		attributes = append(attributes, semconv.RPCSystemNameKey.String(c.system), semconv.RPCMethod(label),
			semconv.RPCResponseStatusCode(code.String()))
		if label == other {
			attributes = append(attributes, semconv.RPCMethodOriginal(text(c.method)))
		} else {
			c.span.SetName(label)
		}
		c.describe(f, errorType, attributes)
	}
	c.span.End()

	c.log(f, elapsed, serverFault(code), func(l *line) {
		l.text("system", c.system)
		l.text("method", c.method)
		l.text("code", code.String())
	})
}

// serverFault is OpenTelemetry's list for gRPC servers: what the caller did wrong must not raise an error rate.
func serverFault(code fault.Code) bool {
	switch code {
	case fault.Unknown, fault.DeadlineExceeded, fault.Unimplemented, fault.Internal, fault.Unavailable, fault.DataLoss:
		return true
	default:
		return false
	}
}

// bare is a method's name as OpenTelemetry writes it: gRPC's paths begin with a slash.
func bare(method string) string { return strings.TrimPrefix(method, "/") }
