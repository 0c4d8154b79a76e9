package telemetry_test

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// receiver is a collector that speaks OTLP over HTTP.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	path     string
	header   http.Header
	resource map[string]string
	spans    []*tracepb.Span
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	rec := new(receiver)
	rec.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var req collector.ExportTraceServiceRequest
		if err := errors.Join(err, proto.Unmarshal(body, &req)); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		rec.mu.Lock()
		defer rec.mu.Unlock()
		rec.path, rec.header = r.URL.Path, r.Header
		for _, rs := range req.GetResourceSpans() {
			rec.resource = attributes(rs.GetResource().GetAttributes())
			for _, ss := range rs.GetScopeSpans() {
				rec.spans = append(rec.spans, ss.GetSpans()...)
			}
		}
	}))
	t.Cleanup(rec.Close)
	return rec
}

// flushed shuts tel down, after which every span that ended must be here.
func (r *receiver) flushed(t *testing.T, tel *telemetry.Telemetry) []*tracepb.Span {
	t.Helper()
	if err := tel.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spans
}

func attributes(list []*common.KeyValue) map[string]string {
	m := make(map[string]string)
	for _, kv := range list {
		switch v := kv.GetValue().GetValue().(type) {
		case *common.AnyValue_StringValue:
			m[kv.GetKey()] = v.StringValue
		default:
			m[kv.GetKey()] = strings.TrimPrefix(kv.GetValue().String(), "int_value:")
		}
	}
	return m
}

func TestSpansOfHTTPFollowTheSemanticConventions(t *testing.T) {
	rec := newReceiver(t)
	tel, _ := start(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": rec.URL})
	matched := request(http.MethodGet, "http://shop.example:8080/v1/items/7?token=s3cret", sampled)
	matched.Header.Set("User-Agent", "curl")
	serveHTTP(tel, matched, "/v1/items/{id}", 200, nil)
	serveHTTP(tel, request("PROPFIND", "http://shop.example/x", sampled), "", 404, errors.New("no such route"))
	serveHTTP(tel, request(http.MethodPost, "https://shop.example/v1/items", sampled), "/v1/items", 500, errors.New("disk full"))
	spans := rec.flushed(t, tel)
	if len(spans) != 3 {
		t.Fatalf("%d spans", len(spans))
	}
	base := map[string]string{
		"network.protocol.version": "1.1", "url.scheme": "http", "server.address": "shop.example",
		"client.address": "192.0.2.1", "network.peer.address": "192.0.2.1", "network.peer.port": "1234",
	}
	for i, want := range []struct {
		name       string
		status     tracepb.Status_StatusCode
		message    string
		attributes map[string]string
	}{
		{"GET /v1/items/{id}", tracepb.Status_STATUS_CODE_UNSET, "", map[string]string{
			"http.request.method": "GET", "http.route": "/v1/items/{id}", "http.response.status_code": "200",
			"url.path": "/v1/items/7", "server.port": "8080", "user_agent.original": "curl",
		}},
		{"HTTP", tracepb.Status_STATUS_CODE_UNSET, "", map[string]string{
			"http.request.method": "_OTHER", "http.request.method_original": "PROPFIND",
			"http.response.status_code": "404", "url.path": "/x",
		}},
		{"POST /v1/items", tracepb.Status_STATUS_CODE_ERROR, "disk full", map[string]string{
			"http.request.method": "POST", "http.route": "/v1/items", "http.response.status_code": "500",
			"url.path": "/v1/items", "url.scheme": "https", "error.type": "500",
		}},
	} {
		span := spans[i]
		expected := maps.Clone(base)
		maps.Copy(expected, want.attributes)
		if span.GetName() != want.name || span.GetKind() != tracepb.Span_SPAN_KIND_SERVER {
			t.Errorf("%s: got %s of kind %s", want.name, span.GetName(), span.GetKind())
		}
		if span.GetStatus().GetCode() != want.status || span.GetStatus().GetMessage() != want.message {
			t.Errorf("%s: status %v", want.name, span.GetStatus())
		}
		if hex.EncodeToString(span.GetTraceId()) != callerTrace || hex.EncodeToString(span.GetParentSpanId()) != callerSpan {
			t.Errorf("%s: not below the caller's span", want.name)
		}
		if got := attributes(span.GetAttributes()); !maps.Equal(got, expected) {
			t.Errorf("%s:\n got %v\nwant %v", want.name, got, expected)
		}
	}
}

func TestSpansOfRPCFollowTheSemanticConventions(t *testing.T) {
	rec := newReceiver(t)
	tel, _ := start(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": rec.URL})
	for code := fault.OK; code <= fault.Unauthenticated; code++ {
		_, call := tel.StartRPC(t.Context(), propagation.MapCarrier{"traceparent": sampled}, "grpc", "/a.B/C")
		call.SetPeer("[2001:db8::1]:4242")
		if code != fault.Unimplemented {
			call.SetRoute("/a.B/C")
		}
		call.EndRPC(code, nil)
	}
	faults := []fault.Code{
		fault.Unknown, fault.DeadlineExceeded, fault.Unimplemented, fault.Internal, fault.Unavailable, fault.DataLoss,
	}
	spans := rec.flushed(t, tel)
	if len(spans) != 17 {
		t.Fatalf("%d spans", len(spans))
	}
	for i, span := range spans {
		code, name := fault.Code(i), "a.B/C"
		want := map[string]string{
			"rpc.system.name": "grpc", "rpc.method": "a.B/C", "rpc.response.status_code": code.String(),
			"client.address": "2001:db8::1", "network.peer.address": "2001:db8::1", "network.peer.port": "4242",
		}
		status := tracepb.Status_STATUS_CODE_UNSET
		if slices.Contains(faults, code) {
			status = tracepb.Status_STATUS_CODE_ERROR
			want["error.type"] = code.String()
		}
		if code == fault.Unimplemented {
			want["rpc.method"], want["rpc.method_original"] = "_OTHER", "a.B/C"
			name = "grpc" // what anybody sends is no name
		}
		if span.GetName() != name || span.GetKind() != tracepb.Span_SPAN_KIND_SERVER {
			t.Errorf("%s: got %s of kind %s", code, span.GetName(), span.GetKind())
		}
		if span.GetStatus().GetCode() != status {
			t.Errorf("%s: status %s, want %s", code, span.GetStatus().GetCode(), status)
		}
		if got := attributes(span.GetAttributes()); !maps.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", code, got, want)
		}
	}
}

func TestNoCallerCanSpoilABatch(t *testing.T) {
	rec := newReceiver(t)
	tel, _ := start(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": rec.URL})
	r := request(http.MethodGet, "/%ff", "")
	r.Method = "\xff"
	r.Header.Set("User-Agent", "\xff")
	r.Host = "\xff"
	serveHTTP(tel, r, "", 500, errors.New("no \xff"))
	_, call := tel.StartRPC(t.Context(), propagation.MapCarrier{}, "grpc", "/\xff/\xff")
	call.EndRPC(fault.Internal, errors.New("no \xff"))
	serveHTTP(tel, request(http.MethodGet, "/"+strings.Repeat("x", 10_000), ""), "", 404, nil)
	spans := rec.flushed(t, tel)
	if len(spans) != 3 {
		t.Fatalf("%d spans", len(spans))
	}
	if n := len(attributes(spans[2].GetAttributes())["url.path"]); n != 4096 {
		t.Errorf("a path of %d bytes", n)
	}
}

func TestTheExportObeysTheSettings(t *testing.T) {
	rec := newReceiver(t)
	t.Setenv("OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret")
	tel, _ := start(t, map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": rec.URL + "/base",
		"OTEL_SERVICE_NAME":           "renamed",
		"OTEL_RESOURCE_ATTRIBUTES":    "team=a%20b,service.name=ignored",
	})
	serveHTTP(tel, request(http.MethodGet, "/", ""), "/", 200, nil)
	rec.flushed(t, tel)
	if rec.path != "/base/v1/traces" || rec.header.Get("Api-Key") != "s3cret" {
		t.Errorf("sent to %s with %v", rec.path, rec.header)
	}
	for key, want := range map[string]string{"service.name": "renamed", "service.version": "v1.2.3", "team": "a b"} {
		if got := rec.resource[key]; got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

func TestTheEndpointForTracesIsTakenAsItIs(t *testing.T) {
	rec := newReceiver(t)
	tel, _ := start(t, map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:1", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": rec.URL + "/mine",
	})
	serveHTTP(tel, request(http.MethodGet, "/", ""), "/", 200, nil)
	if rec.flushed(t, tel); rec.path != "/mine" {
		t.Errorf("sent to %q", rec.path)
	}
}

func TestTheSamplerDecidesWhatIsExported(t *testing.T) {
	for _, tc := range []struct {
		sampler, arg, traceparent string
		spans                     int
	}{
		{"", "", "", 1},
		{"", "", unsampled, 0},
		{"always_on", "", unsampled, 1},
		{"always_off", "", sampled, 0},
		{"traceidratio", "0", sampled, 0},
		{"parentbased_traceidratio", "0", sampled, 1},
		{"parentbased_traceidratio", "0", "", 0},
		{"parentbased_always_off", "", "", 0},
	} {
		rec := newReceiver(t)
		tel, _ := start(t, map[string]string{
			"OTEL_EXPORTER_OTLP_ENDPOINT": rec.URL, "OTEL_TRACES_SAMPLER": tc.sampler, "OTEL_TRACES_SAMPLER_ARG": tc.arg,
		})
		serveHTTP(tel, request(http.MethodGet, "/", tc.traceparent), "/", 200, nil)
		if spans := rec.flushed(t, tel); len(spans) != tc.spans {
			t.Errorf("%+v: %d spans", tc, len(spans))
		}
	}
}

func TestTheExportCanBeTurnedOff(t *testing.T) {
	for name, value := range map[string]string{"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "none"} {
		rec := newReceiver(t)
		tel, _ := start(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": rec.URL, name: value})
		serveHTTP(tel, request(http.MethodGet, "/", sampled), "/", 200, nil)
		if spans := rec.flushed(t, tel); len(spans) != 0 {
			t.Errorf("%s=%s: %d spans", name, value, len(spans))
		}
	}
}

func TestACollectorThatRefusesIsOneLineInTheLog(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	}))
	defer refusing.Close()
	// What the package must not rely on: the handler is a global of the whole process.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { t.Errorf("OpenTelemetry's handler got %v", err) }))
	defer otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {}))
	tel, log := start(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": refusing.URL})
	for range 1500 { // three batches
		_, span := tel.Tracer().Start(t.Context(), "work")
		span.End()
	}
	if err := tel.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines := log.lines(t)
	if len(lines) != 2 || lines[0]["msg"] != "spans lost" || !strings.Contains(lines[0]["error"].(string), "403") {
		t.Fatalf("got %v, want the first loss and the sum of the rest", lines)
	}
	if n := lines[0]["spans"].(float64) + lines[1]["spans"].(float64); n != 1500 {
		t.Errorf("%v spans lost", n)
	}
}

func TestACollectorThatHangsHoldsUpNoRequestAndNoShutdown(t *testing.T) {
	release := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer hanging.Close()
	defer close(release)
	tel, log := start(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": hanging.URL})
	began := time.Now()
	for range 10_000 { // several times the queue
		_, span := tel.Tracer().Start(t.Context(), "work")
		span.End()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := tel.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	// The exporter's own limit is 10 s.
	if elapsed := time.Since(began); elapsed > 5*time.Second {
		t.Errorf("it took %s", elapsed)
	}
	if line := log.last(t); line["msg"] != "spans lost" {
		t.Errorf("got %v", line)
	}
}
