package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.opentelemetry.io/otel/propagation"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

func TestEveryAnswerIsCountedLoggedAndContinuesTheTrace(t *testing.T) {
	for _, tc := range []struct {
		status       int
		route, level string
	}{
		{200, "/v1/items/{id}", "INFO"},
		{401, "", "INFO"},
		{404, "", "INFO"},
		{405, "/v1/items/{id}", "INFO"},
		{429, "/v1/items/{id}", "INFO"},
		{500, "/v1/items/{id}", "ERROR"},
		{503, "", "ERROR"},
	} {
		tel, log := start(t, nil)
		call := serveHTTP(tel, request(http.MethodGet, "/v1/items/7?token=s3cret", sampled), tc.route, tc.status, nil)
		if call.TraceID() != callerTrace {
			t.Errorf("%d: trace id %s", tc.status, call.TraceID())
		}
		label := tc.route
		if label == "" {
			label = "unmatched"
		}
		want := fmt.Sprintf(`http_server_request_duration_seconds_count{http_request_method="GET",`+
			`http_response_status_code="%d",http_route="%s"} 1`, tc.status, label)
		if got := series(t, tel, "http_server_request_duration_seconds_count"); len(got) != 1 || got[0] != want {
			t.Errorf("%d: counted as %v", tc.status, got)
		}
		line := log.last(t)
		for key, want := range map[string]any{
			"level": tc.level, "msg": "request", "method": "GET", "route": label, "status": float64(tc.status),
			"trace_id": callerTrace, "peer": "192.0.2.1:1234",
		} {
			if line[key] != want {
				t.Errorf("%d: %s is %v, want %v", tc.status, key, line[key], want)
			}
		}
		if _, ok := line["duration_ms"].(float64); !ok {
			t.Errorf("%d: no duration: %v", tc.status, line)
		}
		if (line["path"] == "/v1/items/7") != (tc.route == "") {
			t.Errorf("%d: path is %v", tc.status, line["path"])
		}
	}
}

func TestATraceContextThatIsInvalidStartsANewTrace(t *testing.T) {
	tel, _ := start(t, nil)
	for name, traceparent := range map[string]string{
		"none":          "",
		"rubbish":       "rubbish",
		"zero trace id": "00-00000000000000000000000000000000-" + callerSpan + "-01",
		"zero span id":  "00-" + callerTrace + "-0000000000000000-01",
		"short":         sampled[:40],
		"version ff":    "ff" + sampled[2:],
	} {
		id := serveHTTP(tel, request(http.MethodGet, "/", traceparent), "/", 200, nil).TraceID()
		if len(id) != 32 || strings.Trim(id, "0") == "" || id == callerTrace {
			t.Errorf("%s: trace id %q", name, id)
		}
	}
}

func TestUnknownPathsAndMethodsAreOneSeries(t *testing.T) {
	tel, _ := start(t, nil)
	for i := range 1000 {
		serveHTTP(tel, request("X"+strconv.Itoa(i), "/probe/"+strconv.Itoa(i), ""), "", 404, nil)
		_, call := tel.StartRPC(t.Context(), propagation.MapCarrier{}, "grpc", "/probe/M"+strconv.Itoa(i))
		call.EndRPC(fault.Unimplemented, nil)
	}
	for name, want := range map[string]string{
		"http_server_request_duration_seconds_count": `{http_request_method="_OTHER",http_response_status_code="404",http_route="unmatched"} 1000`,
		"rpc_server_call_duration_seconds_count":     `{rpc_method="_OTHER",rpc_response_status_code="UNIMPLEMENTED",rpc_system_name="grpc"} 1000`,
	} {
		if got := series(t, tel, name); len(got) != 1 || got[0] != name+want {
			t.Errorf("got %v", got)
		}
	}
}

func TestASlowBucketNamesATraceThatWasSampled(t *testing.T) {
	for traceparent, want := range map[string]bool{sampled: true, unsampled: false} {
		tel, _ := start(t, nil)
		serveHTTP(tel, request(http.MethodGet, "/", traceparent), "/", 200, nil)
		_, call := tel.StartRPC(t.Context(), propagation.MapCarrier{"traceparent": traceparent}, "grpc", "/a.B/C")
		call.EndRPC(fault.OK, nil)
		for _, name := range []string{"http_server_request_duration_seconds_bucket", "rpc_server_call_duration_seconds_bucket"} {
			text := strings.Join(series(t, tel, name), "\n")
			if got := strings.Contains(text, `# {trace_id="`+callerTrace+`"}`); got != want {
				t.Errorf("%s: sampled %t, exemplar %t", name, want, got)
			}
		}
	}
}

func TestNativeHistogramsStayBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tel, _ := start(t, nil)
		for d := time.Microsecond; d < 10*time.Minute; d += d / 20 {
			r := request(http.MethodGet, "/", unsampled)
			_, call := tel.StartHTTP(r.Context(), r)
			time.Sleep(d) // of synctest's clock
			call.SetRoute("/")
			call.EndHTTP(200, nil)
		}
		families, err := tel.Registry().Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, family := range families {
			if family.GetName() != "http_server_request_duration_seconds" {
				continue
			}
			h := family.GetMetric()[0].GetHistogram()
			used, count := 0, int64(0)
			for _, delta := range h.GetPositiveDelta() {
				if count += delta; count > 0 {
					used++
				}
			}
			if used < 80 || used > 160 {
				t.Errorf("%d native buckets", used)
			}
			if n := len(h.GetBucket()); n != 14 {
				t.Errorf("%d classic buckets", n)
			}
		}
	})
}

func TestRequestsInFlightAreCounted(t *testing.T) {
	tel, _ := start(t, nil)
	r := request(http.MethodGet, "/", "")
	_, overHTTP := tel.StartHTTP(r.Context(), r)
	_, overRPC := tel.StartRPC(t.Context(), propagation.MapCarrier{}, "grpc", "/a.B/C")
	for _, want := range []string{" 1.0", " 0.0"} {
		for _, name := range []string{"http_server_active_requests", "rpc_server_active_calls"} {
			if got := series(t, tel, name); len(got) != 1 || got[0] != name+want {
				t.Errorf("got %v, want%s", got, want)
			}
		}
		overHTTP.EndHTTP(200, nil)
		overRPC.EndRPC(fault.OK, nil)
	}
}

func TestACallEndsOnce(t *testing.T) {
	tel, log := start(t, nil)
	call := serveHTTP(tel, request(http.MethodGet, "/", ""), "/", 200, nil)
	call.EndHTTP(500, errors.New("late"))
	if n := len(log.lines(t)); n != 1 {
		t.Errorf("%d lines", n)
	}
	if got := series(t, tel, "http_server_request_duration_seconds_count"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestTheLogHasTheInternalErrorAndNotTheOneThatWasSent(t *testing.T) {
	tel, log := start(t, nil)
	ctx, call := tel.StartRPC(t.Context(), propagation.MapCarrier{}, "grpc", "/a.B/C")
	call.SetRoute("/a.B/C")
	call.SetPeer("198.51.100.7:4242")
	call.SetBytes(12)
	telemetry.FromContext(ctx).SetError(errors.New("disk full"))
	call.EndRPC(fault.Internal, errors.New("internal error"))
	line := log.last(t)
	for _, key := range []string{"time", "trace_id", "span_id", "duration_ms"} {
		delete(line, key)
	}
	want := map[string]any{
		"level": "ERROR", "msg": "request", "system": "grpc", "method": "a.B/C", "code": "INTERNAL",
		"peer": "198.51.100.7:4242", "bytes": 12.0, "error": "disk full",
	}
	if !reflect.DeepEqual(line, want) {
		t.Errorf("got %v, want %v", line, want)
	}
}

func TestOutsideOfACallNothingHappens(t *testing.T) {
	call := telemetry.FromContext(t.Context())
	call.SetRoute("/")
	call.SetError(errors.New("x"))
	call.EndHTTP(200, nil)
	call.EndRPC(fault.OK, nil)
	if call.TraceID() != "" {
		t.Errorf("trace id %q", call.TraceID())
	}
}

func TestACallMayBeToldThingsFromManyGoroutines(t *testing.T) {
	tel, _ := start(t, nil)
	r := request(http.MethodGet, "/", "")
	_, call := tel.StartHTTP(r.Context(), r)
	told := make(chan struct{})
	go func() {
		defer close(told)
		call.SetRoute("/")
		call.SetError(errors.New("late"))
	}()
	call.EndHTTP(503, context.DeadlineExceeded)
	<-told
}

// BenchmarkCall is everything telemetry does for one request: extract, span, three setters, metric, line in the log.
func BenchmarkCall(b *testing.B) {
	for _, ratio := range []string{"1", "0.01", "0"} {
		b.Run("sampled="+ratio, func(b *testing.B) {
			env := map[string]string{"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": ratio}
			tel, err := telemetry.New(b.Context(), telemetry.Config{
				Service: "orders", Getenv: func(name string) string { return env[name] },
			}, io.Discard)
			if err != nil {
				b.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodGet, "/v1/items/7", nil)
			b.ReportAllocs()
			for b.Loop() {
				ctx, call := tel.StartHTTP(r.Context(), r)
				telemetry.FromContext(ctx).SetRoute("/v1/items/{id}")
				call.SetBytes(120)
				call.EndHTTP(http.StatusOK, nil)
			}
		})
	}
}
