package admin_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/orders/internal/platform/admin"
	"example.com/orders/internal/platform/debug"
	"example.com/orders/internal/platform/health"
)

const openAPI = "openapi: 3.1.0\n"

func get(path, openAPI string) *httptest.ResponseRecorder {
	metrics := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	recorder := httptest.NewRecorder()
	handler := admin.Handler(health.New(health.Info{}), metrics, openAPI)
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder
}

func TestEveryProbeIsServed(t *testing.T) {
	for path, want := range map[string]int{
		"/live":     http.StatusOK,
		"/readyz":   http.StatusServiceUnavailable, // not started
		"/startupz": http.StatusServiceUnavailable,
		"/healthz":  http.StatusOK,
		"/metrics":  http.StatusOK,
	} {
		if got := get(path, openAPI).Code; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}

func TestTheDescriptionIsServedAsItIs(t *testing.T) {
	answer := get("/openapi.yaml", openAPI)
	if answer.Code != http.StatusOK || answer.Body.String() != openAPI {
		t.Errorf("%d %q", answer.Code, answer.Body)
	}
	if got := answer.Header().Get("Content-Type"); got != "application/yaml" {
		t.Errorf("Content-Type: %q", got)
	}
}

func TestThereIsNoDescriptionWithoutHTTP(t *testing.T) {
	if got := get("/openapi.yaml", "").Code; got != http.StatusNotFound {
		t.Errorf("%d", got)
	}
}

func TestProfilesAreNeverServedHere(t *testing.T) {
	_ = debug.Handler // linked in, so net/http/pprof has registered itself on http.DefaultServeMux
	for _, path := range []string{"/debug/pprof/", "/debug/pprof/heap", "/debug/pprof/profile", "/debug/vars", "/"} {
		if got := get(path, openAPI).Code; got != http.StatusNotFound {
			t.Errorf("%s: %d", path, got)
		}
	}
}
