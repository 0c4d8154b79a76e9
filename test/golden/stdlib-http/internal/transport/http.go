package transport

import (
	"net/http"
	"path"
	"strings"

	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
)

// newHTTP returns the server of the HTTP API. The routes of the IDL are in its ServeMux beside your own.
func newHTTP(routes []httpjson.Route, deps Deps) (*httpserver.Server, error) {
	return newNetHTTP(routes, deps, ownRoutes, middleware)
}

func newNetHTTP(routes []httpjson.Route, deps Deps, own func(*http.ServeMux), wrap func(http.Handler) http.Handler) (*httpserver.Server, error) {
	api, err := httpjson.New(routes, httpjson.Options{
		Pipeline: deps.Pipeline, IgnoreUnknown: deps.HTTP.UnknownFields == "ignore",
	})
	if err != nil {
		return nil, err
	}
	limits := httpserver.Limits{MaxBodyBytes: deps.MaxRequestBytes}
	handler := httpserver.Chain(deps.Telemetry, deps.Health.Draining, limits, wrap(newMux(api, own)))
	server := httpserver.New(handler, httpserver.Config{TLS: deps.TLS}, deps.Log)
	server.RegisterOnShutdown(deps.Pipeline.Drain) // an open stream would hold the shutdown until its time is out
	return server, nil
}

// newMux returns a ServeMux with your routes and those of the IDL. Requests that no pattern matches are answered by api:
// with 404, with 405, or by a route that ServeMux has no pattern for.
func newMux(api *httpjson.Mux, own func(*http.ServeMux)) http.Handler {
	mux := http.NewServeMux()
	own(mux)
	ofAPI := map[string]bool{"/": handleUnlessTaken(mux, "/", api)}
	for _, pattern := range api.Patterns(httpjson.ServeMux) {
		if pattern.Above != "" && !ofAPI[pattern.Above] {
			continue // ServeMux would redirect the path above to this pattern
		}
		text := pattern.String()
		ofAPI[text] = handleUnlessTaken(mux, text, api) || ofAPI[text]
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// ServeMux redirects these to another path; to the IDL, an empty segment or ".." is a value like any other.
		if p := r.URL.EscapedPath(); p != path.Clean("/"+p) && p != path.Clean("/"+p)+"/" || strings.HasPrefix(p, "//") {
			api.ServeHTTP(w, r)
			return
		}
		defer func() { // also when a handler panics
			if !ofAPI[r.Pattern] {
				_, template, _ := strings.Cut(r.Pattern, "/")
				telemetry.FromContext(r.Context()).SetRoute("/" + template) // api names its own
			}
		}()
		mux.ServeHTTP(w, r)
	})
}

// handleUnlessTaken leaves out a pattern that overlaps with another so that none of the two takes precedence: ServeMux
// panics then. Its requests reach api by the pattern "/".
func handleUnlessTaken(mux *http.ServeMux, pattern string, handler http.Handler) (added bool) {
	defer func() { added = recover() == nil }()
	mux.Handle(pattern, handler)
	return true
}
