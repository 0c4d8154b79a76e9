package telemetry

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// Call is one inbound request, HTTP or RPC, as every transport reports it: StartHTTP or StartRPC first, rejected
// requests included, the setters on the way, EndHTTP or EndRPC last. It is safe for concurrent use.
type Call struct {
	telemetry *Telemetry // nil outside a request: every method does nothing
	span      trace.Span
	traceID   string
	began     time.Time

	request        *http.Request // HTTP
	system, method string        // RPC

	mu    sync.Mutex
	ended bool
	facts facts
}

// facts are what is known of a call in the end.
type facts struct {
	route string // the template, or the method a service has; empty: unmatched
	peer  string // address and port
	bytes int64  // of the response; -1: unknown
	err   error
}

type callKey struct{}

// FromContext returns the call that ctx belongs to, and one that does nothing outside of a call; never nil.
func FromContext(ctx context.Context) *Call {
	if c, ok := ctx.Value(callKey{}).(*Call); ok {
		return c
	}
	return new(Call)
}

// start begins the call's span below the caller's, or as the first of a new trace when the caller sent none that
// is valid.
func (t *Telemetry) start(ctx context.Context, carrier propagation.TextMapCarrier, name string) (context.Context, *Call) {
	began := time.Now()
	ctx = t.extract(ctx, carrier)
	ctx, span := t.tracer.Start(ctx, name, t.server...)
	c := &Call{telemetry: t, span: span, traceID: span.SpanContext().TraceID().String(), began: began}
	c.facts.bytes = -1
	return context.WithValue(ctx, callKey{}, c), c
}

// TraceID returns the 32 hexadecimal digits that the caller, the log and the exporter know the trace by; "" outside
// of a call.
func (c *Call) TraceID() string { return c.traceID }

// SetRoute names what the request is for: the route's template in the IDL or the RPC's full method. Until it is set
// the call counts as unmatched, so it must never be what the caller sent unless the service knows it.
func (c *Call) SetRoute(template string) { c.set(func(f *facts) { f.route = template }) }

// SetPeer tells the address and port at the other end of the connection; StartHTTP does it itself.
func (c *Call) SetPeer(address string) { c.set(func(f *facts) { f.peer = address }) }

// SetBytes tells the size of the response's body, for the log.
func (c *Call) SetBytes(n int64) { c.set(func(f *facts) { f.bytes = n }) }

// SetError keeps the error behind the answer for the log and the span, with the internal text that the caller never
// sees. It goes before the error that ends the call.
func (c *Call) SetError(err error) { c.set(func(f *facts) { f.err = err }) }

func (c *Call) set(change func(*facts)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.facts)
}

// end returns the facts, and false if there is nothing to report any more.
func (c *Call) end(err error) (facts, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended || c.telemetry == nil {
		return facts{}, false
	}
	c.ended = true
	if c.facts.err == nil {
		c.facts.err = err
	}
	return c.facts, true
}

// describe fills the span in; errorType is empty unless the service is at fault.
func (c *Call) describe(f facts, errorType string, attributes []attribute.KeyValue) {
	if peer, err := netip.ParseAddrPort(f.peer); err == nil {
		address := peer.Addr().String()
		attributes = append(attributes, semconv.ClientAddress(address),
			semconv.NetworkPeerAddress(address), semconv.NetworkPeerPort(int(peer.Port())))
	}
	if errorType != "" {
		attributes = append(attributes, semconv.ErrorTypeKey.String(errorType))
		description := ""
		if f.err != nil {
			description = text(f.err.Error())
		}
		c.span.SetStatus(codes.Error, description)
	}
	c.span.SetAttributes(attributes...)
}

// text replaces what is not UTF-8 in words that a caller chose: one such span, from a path of /%ff, and OTLP refuses
// the whole batch that it is in.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// log writes the call's one line: what describe adds, then what HTTP and RPC have in common.
func (c *Call) log(f facts, elapsed time.Duration, fault bool, describe func(*line)) {
	level := slog.LevelInfo
	if fault {
		level = slog.LevelError
	}
	if level < c.telemetry.level {
		return
	}
	l := newLine(c.began.Add(elapsed).Round(0), level, "request")
	describe(l)
	l.milliseconds("duration_ms", elapsed)
	if f.bytes >= 0 {
		l.int("bytes", f.bytes)
	}
	if f.peer != "" {
		l.text("peer", f.peer)
	}
	if f.err != nil {
		l.text("error", f.err.Error())
	}
	l.text(traceKey, c.traceID)
	l.text(spanKey, c.span.SpanContext().SpanID().String())
	l.write(c.telemetry.stderr)
}
