package transport

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"example.com/orders/internal/httpjson"
)

// methods are those that a route of every method is registered for; Gin has no pattern for others.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
	http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect,
}

// register adds the patterns to the router, but for those that overlap with another one in a way that it refuses.
func register(engine *gin.Engine, patterns []httpjson.RoutePattern, handler gin.HandlerFunc) {
	names := make(wildcards)
	for _, own := range engine.Routes() {
		names.unify(own.Method, own.Path)
	}
	// A catch-all excludes everything beside it: added last, it is the only one to be left out.
	slices.SortStableFunc(patterns, func(a, b httpjson.RoutePattern) int {
		return strings.Count(a.Path, "*") - strings.Count(b.Path, "*")
	})
	for _, pattern := range patterns {
		taken := methods
		if pattern.Method != "" {
			taken = []string{pattern.Method}
		}
		for _, method := range taken {
			handleUnlessTaken(engine, method, names.unify(method, pattern.Path), handler)
		}
	}
}

// handleUnlessTaken leaves out a route that overlaps with another: Gin panics then. Its requests reach NoRoute.
func handleUnlessTaken(engine *gin.Engine, method, path string, handler gin.HandlerFunc) {
	defer func() { _ = recover() }()
	engine.Handle(method, path, handler)
}

// wildcards are the names of the parameters in Gin's router, by the path before them: it takes one name in each place.
type wildcards map[string]string

// unify returns the path with the names that its parameters have in the router already.
func (w wildcards) unify(method, path string) string {
	segments := strings.Split(path, "/")
	before := method
	for i, segment := range segments {
		if strings.HasPrefix(segment, ":") {
			if _, ok := w[before]; !ok {
				w[before] = segment
			}
			segments[i] = w[before]
		}
		before += "/" + segments[i]
	}
	return strings.Join(segments, "/")
}
