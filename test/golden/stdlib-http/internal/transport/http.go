package transport

import (
	"net/http"
	"path"
	"strings"

	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/httpserver"
)

// newHTTP returns the server of the HTTP API. The routes of the IDL are in its ServeMux beside your own.
func newHTTP(routes []httpjson.Route, deps Deps) (*httpserver.Server, error) {
	api, err := httpjson.New(routes, httpjson.Options{
		Pipeline: deps.Pipeline, IgnoreUnknown: deps.HTTP.UnknownFields == "ignore",
	})
	if err != nil {
		return nil, err
	}
	limits := httpserver.Limits{MaxBodyBytes: deps.MaxRequestBytes}
	handler := httpserver.Chain(deps.Telemetry, deps.Health.Draining, limits, middleware(newMux(api)))
	server := httpserver.New(handler, httpserver.Config{TLS: deps.TLS}, deps.Log)
	server.RegisterOnShutdown(deps.Pipeline.Drain) // an open stream would hold the shutdown until its time is out
	return server, nil
}

// newMux returns a ServeMux with your routes and those of the IDL. Requests that no pattern matches are answered by api:
// with 404, with 405, or by a route that ServeMux has no pattern for.
func newMux(api *httpjson.Mux) http.Handler {
	mux := http.NewServeMux()
	ownRoutes(mux)
	handled := make(map[string]bool)
	for _, pattern := range api.Patterns(httpjson.ServeMux) {
		if pattern.Above != "" && !handled[pattern.Above] {
			continue // ServeMux would redirect the path above to this pattern
		}
		text := pattern.String()
		handled[text] = handleUnlessTaken(mux, text, api) || handled[text]
	}
	handleUnlessTaken(mux, "/", api)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// ServeMux redirects these to another path; to the IDL, an empty segment or ".." is a value like any other.
		if p := r.URL.EscapedPath(); p != path.Clean("/"+p) && p != path.Clean("/"+p)+"/" || strings.HasPrefix(p, "//") {
			api.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// handleUnlessTaken leaves out a pattern that overlaps with another so that none of the two takes precedence: ServeMux
// panics then. Its requests reach api by the pattern "/".
func handleUnlessTaken(mux *http.ServeMux, pattern string, handler http.Handler) (handled bool) {
	defer func() { handled = recover() == nil }()
	mux.Handle(pattern, handler)
	return true
}
