package health_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/orders/internal/platform/health"
)

func ask(handler http.HandlerFunc) (int, map[string]any) {
	recorder := httptest.NewRecorder()
	handler(recorder, httptest.NewRequest(http.MethodGet, "/", nil))
	var body map[string]any
	_ = json.Unmarshal(recorder.Body.Bytes(), &body) // an answer that is no JSON fails where it is looked at
	return recorder.Code, body
}

func TestTheProbesFollowTheLifeOfTheService(t *testing.T) {
	h := health.New(health.Info{})
	expect := func(stage string, live, started, ready int) {
		t.Helper()
		for name, probe := range map[string]struct {
			handler http.HandlerFunc
			want    int
		}{"live": {h.Live, live}, "startupz": {h.Startupz, started}, "readyz": {h.Readyz, ready}} {
			if got, _ := ask(probe.handler); got != probe.want {
				t.Errorf("%s, %s: %d, want %d", stage, name, got, probe.want)
			}
		}
	}
	expect("starting", 200, 503, 503)
	h.Started()
	expect("started", 200, 200, 200)
	h.Drain()
	expect("draining", 200, 200, 503)
}

func TestAFailingDependencyTurnsReadinessOffAndNothingElse(t *testing.T) {
	h := health.New(health.Info{})
	h.Add("store", func(context.Context) error { return errors.New("dial 10.0.0.7: password hunter2 refused") })
	h.Started()
	if got, _ := ask(h.Live); got != 200 {
		t.Errorf("live: %d: an outage of a dependency would restart every replica", got)
	}
	got, body := ask(h.Readyz)
	if got != 503 || body["status"] != "failing" {
		t.Errorf("readyz: %d %v", got, body)
	}
	_, report := ask(h.Healthz)
	if text, _ := json.Marshal(report); strings.Contains(string(text), "hunter2") || !strings.Contains(string(text), `"store":"failing"`) {
		t.Errorf("healthz: %s", text)
	}
}

func TestProbesCannotHammerADependency(t *testing.T) {
	h := health.New(health.Info{})
	var asked atomic.Int32
	h.Add("store", func(context.Context) error { asked.Add(1); return nil })
	h.Started()
	for range 100 {
		ask(h.Readyz)
	}
	if n := asked.Load(); n > 2 {
		t.Errorf("100 probes asked the dependency %d times", n)
	}
}

func TestAHangingDependencyIsGivenUp(t *testing.T) {
	h := health.New(health.Info{})
	h.Add("store", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	h.Started()
	begun := time.Now()
	if got, _ := ask(h.Readyz); got != 503 {
		t.Errorf("got %d", got)
	}
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("the probe hung for %v", took)
	}
}

func TestTheReportHasWhatDashboardsRead(t *testing.T) {
	_, report := ask(health.New(health.Info{Service: "orders", Framework: "std"}).Healthz)
	for _, key := range []string{"framework_version", "build_timestamp", "dependency_compliance_level", "status", "dependencies"} {
		if report[key] == nil {
			t.Errorf("no %s in %v", key, report)
		}
	}
	if _, err := time.Parse(time.RFC3339, report["build_timestamp"].(string)); err != nil {
		t.Error(err)
	}
}
