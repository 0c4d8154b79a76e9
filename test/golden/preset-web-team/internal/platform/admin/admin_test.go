package admin_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/preset-web-team/internal/platform/admin"
	"example.com/preset-web-team/internal/platform/debug"
	"example.com/preset-web-team/internal/platform/health"
)

func status(path string) int {
	metrics := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	recorder := httptest.NewRecorder()
	admin.Handler(health.New(health.Info{}), metrics).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder.Code
}

func TestEveryProbeIsServed(t *testing.T) {
	for path, want := range map[string]int{
		"/live":     http.StatusOK,
		"/readyz":   http.StatusServiceUnavailable, // not started
		"/startupz": http.StatusServiceUnavailable,
		"/healthz":  http.StatusOK,
		"/metrics":  http.StatusOK,
	} {
		if got := status(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}

func TestProfilesAreNeverServedHere(t *testing.T) {
	_ = debug.Handler // linked in, so net/http/pprof has registered itself on http.DefaultServeMux
	for _, path := range []string{"/debug/pprof/", "/debug/pprof/heap", "/debug/pprof/profile", "/debug/vars", "/"} {
		if got := status(path); got != http.StatusNotFound {
			t.Errorf("%s: %d", path, got)
		}
	}
}
