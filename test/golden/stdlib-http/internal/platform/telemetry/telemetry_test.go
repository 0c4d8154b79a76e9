package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"

	"example.com/orders/internal/platform/telemetry"
)

const (
	callerTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
	callerSpan  = "00f067aa0ba902b7"
	sampled     = "00-" + callerTrace + "-" + callerSpan + "-01"
	unsampled   = "00-" + callerTrace + "-" + callerSpan + "-00"
)

// stderr collects the lines of the log.
type stderr struct {
	mu    sync.Mutex
	bytes bytes.Buffer
}

func (s *stderr) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.Write(p)
}

func (s *stderr) lines(t *testing.T) []map[string]any {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []map[string]any
	for text := range strings.Lines(s.bytes.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("line %q: %v", text, err)
		}
		lines = append(lines, line)
	}
	return lines
}

// last returns the newest line.
func (s *stderr) last(t *testing.T) map[string]any {
	t.Helper()
	lines := s.lines(t)
	if len(lines) == 0 {
		t.Fatal("no line in the log")
	}
	return lines[len(lines)-1]
}

func start(t testing.TB, env map[string]string) (*telemetry.Telemetry, *stderr) {
	t.Helper()
	log := new(stderr)
	tel, err := telemetry.New(t.Context(), telemetry.Config{
		Service: "orders", Version: "v1.2.3", Getenv: func(name string) string { return env[name] },
	}, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel() // nothing left to flush is worth a wait
		_ = tel.Shutdown(ctx)
	})
	return tel, log
}

func request(method, path, traceparent string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	if traceparent != "" {
		r.Header.Set("Traceparent", traceparent)
	}
	return r
}

func serveHTTP(tel *telemetry.Telemetry, r *http.Request, route string, status int, err error) *telemetry.Call {
	_, call := tel.StartHTTP(r.Context(), r)
	if route != "" {
		call.SetRoute(route)
	}
	call.EndHTTP(status, err)
	return call
}

// scrape returns what Prometheus reads.
func scrape(t *testing.T, tel *telemetry.Telemetry) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	r.Header.Set("Accept", "application/openmetrics-text; version=1.0.0")
	w := httptest.NewRecorder()
	tel.MetricsHandler().ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("metrics: status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// series returns the lines of one metric.
func series(t *testing.T, tel *telemetry.Telemetry, name string) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(scrape(t, tel)) {
		if strings.HasPrefix(line, name+"{") || strings.HasPrefix(line, name+" ") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

func TestABadSettingStopsTheStartWithOneLine(t *testing.T) {
	for _, tc := range []struct{ name, value, want string }{
		{"OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", `OTEL_EXPORTER_OTLP_PROTOCOL="grpc": want http/protobuf`},
		{"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc", `OTEL_EXPORTER_OTLP_TRACES_PROTOCOL="grpc": want http/protobuf`},
		{"OTEL_EXPORTER_OTLP_COMPRESSION", "zstd", `OTEL_EXPORTER_OTLP_COMPRESSION="zstd": want none or gzip`},
		{"OTEL_EXPORTER_OTLP_TIMEOUT", "10s", `OTEL_EXPORTER_OTLP_TIMEOUT="10s": want milliseconds, such as 10000`},
		{"OTEL_EXPORTER_OTLP_HEADERS", "Bearer s3cret", `OTEL_EXPORTER_OTLP_HEADERS: want name=value,name=value, percent-encoded`},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", `OTEL_EXPORTER_OTLP_ENDPOINT="collector:4318": want a URL, such as "http://localhost:4318"`},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "me:s3cret@collector", `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT="collector": want a URL, such as "http://localhost:4318"`},
		{"OTEL_RESOURCE_ATTRIBUTES", "team", `OTEL_RESOURCE_ATTRIBUTES="team": want key=value,key=value, percent-encoded`},
		{"OTEL_SDK_DISABLED", "maybe", `OTEL_SDK_DISABLED="maybe": want false or true`},
		{"OTEL_TRACES_EXPORTER", "zipkin", `OTEL_TRACES_EXPORTER="zipkin": want otlp or none`},
		{"OTEL_TRACES_SAMPLER", "often", `OTEL_TRACES_SAMPLER="often": want parentbased_always_on or parentbased_always_off or ` +
			`parentbased_traceidratio or always_on or always_off or traceidratio`},
	} {
		_, err := telemetry.New(t.Context(), telemetry.Config{Getenv: func(name string) string {
			return map[string]string{tc.name: tc.value}[name]
		}}, new(stderr))
		if err == nil || err.Error() != tc.want {
			t.Errorf("%s=%s: got %v, want %s", tc.name, tc.value, err, tc.want)
		}
	}
	for _, ratio := range []string{"2", "-1", "NaN", "half"} {
		_, err := telemetry.New(t.Context(), telemetry.Config{Getenv: func(name string) string {
			return map[string]string{"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": ratio}[name]
		}}, new(stderr))
		if want := `OTEL_TRACES_SAMPLER_ARG="` + ratio + `": want a number from 0 to 1`; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestTheProtocolForTracesGoesBeforeTheOneForAllSignals(t *testing.T) {
	start(t, map[string]string{
		"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
	})
}

func TestNothingGlobalIsSet(t *testing.T) {
	start(t, nil)
	_, span := otel.Tracer("elsewhere").Start(t.Context(), "global")
	if span.SpanContext().IsValid() || len(otel.GetTextMapPropagator().Fields()) > 0 {
		t.Error("OpenTelemetry's globals were set")
	}
}

func TestTracesContinueWithNoExportAndWithTheSDKDisabled(t *testing.T) {
	for _, env := range []map[string]string{nil, {"OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:1"}} {
		tel, _ := start(t, env)
		for _, traceparent := range []string{sampled, unsampled} {
			r := request(http.MethodGet, "/", traceparent)
			r.Header.Set("Baggage", "tenant=blue")
			ctx, call := tel.StartHTTP(r.Context(), r)
			out := propagation.MapCarrier{}
			tel.Propagator().Inject(ctx, out)
			call.EndHTTP(http.StatusOK, nil)
			got := strings.Split(out["traceparent"], "-")
			if len(got) != 4 || got[1] != callerTrace || got[2] == callerSpan || got[3] != traceparent[53:] {
				t.Errorf("%s went out as %q", traceparent, out["traceparent"])
			}
			if out["baggage"] != "tenant=blue" {
				t.Errorf("baggage went out as %q", out["baggage"])
			}
		}
	}
}

func TestAFailingCollectorLeavesTheOtherMetrics(t *testing.T) {
	tel, log := start(t, nil)
	desc := prometheus.NewDesc("broken", "Fails.", nil, nil)
	tel.Registry().MustRegister(failing{desc})
	if body := scrape(t, tel); !strings.Contains(body, "build_info{") {
		t.Errorf("got %q", body)
	}
	if line := log.last(t); !strings.Contains(line["msg"].(string), "not today") {
		t.Errorf("the failure is not in the log: %v", line)
	}
}

type failing struct{ desc *prometheus.Desc }

func (f failing) Describe(ch chan<- *prometheus.Desc) { ch <- f.desc }
func (f failing) Collect(ch chan<- prometheus.Metric) {
	ch <- prometheus.NewInvalidMetric(f.desc, errors.New("not today"))
}
