package telemetry

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
)

// unmatched is the route of every request that no route matched: a label per path that somebody tries would be a
// series per path.
const unmatched = "unmatched"

// StartHTTP begins the call of r, which continues the caller's trace; ctx is r's context or one below it.
func (t *Telemetry) StartHTTP(ctx context.Context, r *http.Request) (context.Context, *Call) {
	ctx, c := t.start(ctx, headerCarrier{propagation.HeaderCarrier(r.Header)}, spanName(r.Method, ""))
	c.request, c.facts.peer = r, r.RemoteAddr
	t.metrics.httpActive.Inc()
	return ctx, c
}

// EndHTTP reports the answer: span, line in the log and metric. err is what went wrong, if anything did and SetError
// was not told. Only the first end of a call counts.
func (c *Call) EndHTTP(status int, err error) {
	f, ok := c.end(err)
	if !ok {
		return
	}
	elapsed := time.Since(c.began)
	fault := status >= http.StatusInternalServerError
	code := strconv.Itoa(status)
	label := f.route
	if label == "" {
		label = unmatched
	}
	sampled := c.span.SpanContext().IsSampled()
	c.telemetry.metrics.httpActive.Dec()
	observe(c.telemetry.metrics.httpDuration.WithLabelValues(knownMethod(c.request.Method), label, code),
		elapsed, c.traceID, sampled)

	if c.span.IsRecording() {
		errorType := ""
		if fault {
			errorType = code
		}
		c.span.SetName(spanName(c.request.Method, f.route))
		c.describe(f, errorType, httpAttributes(c.request, f.route, status))
	}
	c.span.End()

	c.log(f, elapsed, fault, func(l *line) {
		l.text("method", c.request.Method)
		l.text("route", label)
		l.int("status", int64(status))
		if f.route == "" {
			l.text("path", c.request.URL.Path)
		}
	})
}

// httpAttributes are those of OpenTelemetry's semantic conventions, without url.query: queries carry tokens.
func httpAttributes(r *http.Request, route string, status int) []attribute.KeyValue {
	method, scheme := knownMethod(r.Method), "http"
	if r.TLS != nil {
		scheme = "https"
	}
	version := strconv.Itoa(r.ProtoMajor)
	if r.ProtoMajor == 1 {
		version += "." + strconv.Itoa(r.ProtoMinor)
	}
	attributes := make([]attribute.KeyValue, 0, 16)
	attributes = append(attributes,
		semconv.HTTPRequestMethodKey.String(method),
		semconv.HTTPResponseStatusCode(status),
		semconv.URLScheme(scheme),
		semconv.URLPath(text(r.URL.Path)),
		semconv.NetworkProtocolVersion(version),
	)
	if method != r.Method {
		attributes = append(attributes, semconv.HTTPRequestMethodOriginal(text(r.Method)))
	}
	if route != "" {
		attributes = append(attributes, semconv.HTTPRoute(route))
	}
	if agent := r.UserAgent(); agent != "" {
		attributes = append(attributes, semconv.UserAgentOriginal(text(agent)))
	}
	address := text(r.Host)
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return append(attributes, semconv.ServerAddress(address))
	}
	attributes = append(attributes, semconv.ServerAddress(host))
	if n, err := strconv.Atoi(port); err == nil {
		attributes = append(attributes, semconv.ServerPort(n))
	}
	return attributes
}

func spanName(method, route string) string {
	if method = knownMethod(method); method == other {
		method = "HTTP"
	}
	if route == "" {
		return method
	}
	return method + " " + route
}

// other is what OpenTelemetry calls a method that the service does not know: callers may send any word.
const other = "_OTHER"

func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodConnect, http.MethodOptions, http.MethodTrace:
		return method
	default:
		return other
	}
}
