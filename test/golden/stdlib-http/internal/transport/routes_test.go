package transport

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestRoutesOfYourOwnAreBesideThoseOfTheIDL(t *testing.T) {
	patterns := make(chan string, 10)
	p := startProbe(t, "http", nil, func(deps Deps) (probeServer, error) {
		return newNetHTTP(probeRoutes(), deps, func(mux *http.ServeMux) {
			mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "none") })
			mux.HandleFunc("GET /test/mine", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "mine") })
		}, func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(w, r)
				patterns <- r.Pattern
			})
		})
	})
	for _, test := range []struct{ method, path, body, answer, pattern string }{
		{"GET", "/robots.txt", "", "none", "GET /robots.txt"},
		{"GET", "/test/mine", "", "mine", "GET /test/mine"}, // before GET /test/{value}
		{"GET", "/test/other", "", `"other"`, "GET /test/{value}"},
		{"POST", "/test/echo", `"hello"`, `"hello"`, "POST /test/echo"},
		{"GET", "/test/hello:echo", "", `"hello"`, "GET /test/{value}"}, // the verb is httpjson's
		{"GET", "/nosuch", "", `"code":5`, "/"},
	} {
		_, body, id := p.do(t, test.method, test.path, test.body)
		if pattern := <-patterns; !strings.Contains(body, test.answer) || pattern != test.pattern || len(id) != 32 {
			t.Errorf("%s %s: %s by %q, trace id %q", test.method, test.path, body, pattern, id)
		}
	}
	p.log.await(t, `"msg":"request"`, `"route":"/robots.txt"`)
}
