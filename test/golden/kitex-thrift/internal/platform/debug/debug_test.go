package debug_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/orders/internal/platform/debug"
)

func get(token, path, authorization string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	debug.Handler(token).ServeHTTP(recorder, request)
	return recorder
}

func TestProfilesNeedTheToken(t *testing.T) {
	for _, authorization := range []string{"", "Bearer", "Bearer ", "Bearer wrong", "Bearer s3cret2", "Basic s3cret", "s3cret"} {
		for _, path := range []string{"/debug/pprof/", "/debug/pprof/heap", "/debug/pprof/cmdline", "/elsewhere"} {
			answer := get("s3cret", path, authorization)
			if answer.Code != http.StatusUnauthorized {
				t.Errorf("%s with %q: %d", path, authorization, answer.Code)
			}
		}
	}
}

func TestTheTokenOpensThem(t *testing.T) {
	for path, text := range map[string]string{
		"/debug/pprof/":                  "goroutine",
		"/debug/pprof/heap?debug=1":      "heap profile",
		"/debug/pprof/goroutine?debug=1": "goroutine profile",
	} {
		answer := get("s3cret", path, "Bearer s3cret")
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), text) {
			t.Errorf("%s: %d, without %q", path, answer.Code, text)
		}
	}
}

func TestAnEmptyTokenOpensNothing(t *testing.T) {
	if answer := get("", "/debug/pprof/heap", "Bearer "); answer.Code != http.StatusUnauthorized {
		t.Errorf("got %d", answer.Code)
	}
}

func TestAnAddressWithoutHostIsLoopback(t *testing.T) {
	for in, want := range map[string]string{":6060": "127.0.0.1:6060", "0.0.0.0:6060": "0.0.0.0:6060", "[::1]:0": "[::1]:0"} {
		if got := debug.Address(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
