package httpjson

import (
	"net/url"
	"strconv"
	"strings"
)

// Style is the syntax in which a router writes path patterns.
type Style int

// The routers whose syntax Pattern knows.
const (
	ServeMux Style = iota // net/http: /v1/{name}, /v1/files/{path...}
	Gin                   // /v1/:name, /v1/files/*path
	Echo                  // /v1/:name, /v1/files/*
	Gorilla               // gorilla/mux: /v1/{name:[^/]+}, /v1/files/{path:.*}
)

// RoutePattern is a route as a router registers it.
type RoutePattern struct {
	Method string // "" for every method
	Path   string
	Route  Route
	// Above is the pattern before this one where the two belong together: /v1/files of /v1/files/{path...}. A template
	// with ** matches that path too, while ServeMux and Gin redirect it unless it has a pattern of its own.
	Above string
}

// String returns the pattern as http.ServeMux writes it: "GET /v1/{name}".
func (p RoutePattern) String() string { return strings.TrimPrefix(p.Method+" "+p.Path, " ") }

// Patterns returns the routes that a router has a pattern for. The others have to reach the Mux by the router's
// not-found hook.
func (m *Mux) Patterns(style Style) []RoutePattern {
	patterns := make([]RoutePattern, 0, len(m.routes))
	for _, route := range m.routes {
		path, ok := Pattern(route.Template, style)
		if !ok {
			continue
		}
		method := route.Method
		if method == anyMethod {
			method = ""
		}
		pattern := RoutePattern{Method: method, Path: path, Route: route}
		if above := style.above(path); above != "" {
			beside := RoutePattern{Method: method, Path: above, Route: route}
			patterns = append(patterns, beside)
			pattern.Above = beside.String()
		}
		patterns = append(patterns, pattern)
	}
	return patterns
}

// above returns the path above a pattern for the rest of a path, for routers that need both; else it is empty.
func (s Style) above(path string) string {
	at := -1
	switch {
	case s == ServeMux && strings.HasSuffix(path, "...}"):
		at = strings.LastIndex(path, "/{")
	case s == Gin:
		at = strings.LastIndex(path, "/*")
	}
	return path[:max(at, 0)]
}

// Pattern returns a template of google.api.http in the syntax of a router, and false when the router has no pattern that
// matches every path of the template. Wildcards have the names of their fields, with "_" for ".".
func Pattern(template string, style Style) (string, bool) {
	t, err := parseTemplate(template)
	if err != nil {
		return "", false
	}
	w := patternWriter{style: style, template: &t, names: make(map[string]int)}
	for i, segment := range t.segments {
		last := i == len(t.segments)-1
		verb := ""
		if last && t.verb != "" {
			verb = ":" + t.verb
		}
		if !w.write(i, segment, verb, last) {
			return "", false
		}
	}
	return w.b.String(), true
}

type patternWriter struct {
	style    Style
	template *template
	names    map[string]int
	b        strings.Builder
}

// write adds one segment.
func (w *patternWriter) write(i int, segment, verb string, last bool) bool {
	w.b.WriteByte('/')
	switch segment {
	case "*":
		return w.wildcard(w.name(i), verb)
	case "**":
		return w.rest(w.name(i), verb, last)
	case "":
		if w.style == ServeMux {
			w.b.WriteString("{$}") // the root alone, not every path
		}
		return true
	default:
		return w.literal(segment + verb)
	}
}

func (w *patternWriter) literal(text string) bool {
	escaped := url.PathEscape(text)
	switch w.style {
	case ServeMux:
		if text == "." || text == ".." {
			return false
		}
		w.b.WriteString(escaped)
		return true
	case Gin:
		// It compares paths unescaped, cleans patterns, and begins parameters with a colon.
		if text == "." || text == ".." || strings.Contains(text, `\`) {
			return false
		}
		w.b.WriteString(strings.ReplaceAll(text, ":", `\:`))
		return true
	case Echo:
		// It compares the path as it was sent, and begins parameters with a colon.
		if escaped != text || strings.ContainsAny(text, ":*") {
			return false
		}
	case Gorilla:
		if escaped != text || text == "." || text == ".." {
			return false
		}
	}
	w.b.WriteString(text)
	return true
}

func (w *patternWriter) wildcard(name, verb string) bool {
	switch w.style {
	case ServeMux:
		w.b.WriteString("{" + name + "}")
		return verb == ""
	case Gin, Echo:
		w.b.WriteString(":" + name)
		return verb == ""
	case Gorilla:
		w.b.WriteString("{" + name + ":[^/]+}" + verb)
	}
	return true
}

func (w *patternWriter) rest(name, verb string, last bool) bool {
	switch w.style {
	case ServeMux:
		w.b.WriteString("{" + name + "...}")
		return last && verb == ""
	case Gin:
		w.b.WriteString("*" + name)
		return last && verb == ""
	case Echo:
		w.b.WriteString("*")
		return last && verb == ""
	case Gorilla:
		w.b.WriteString("{" + name + ":.*}" + verb)
	}
	return true
}

// name returns the name of the wildcard at a segment: that of its field, and a number behind it where it was used already.
func (w *patternWriter) name(segment int) string {
	name := "segment"
	for _, v := range w.template.variables {
		if v.from <= segment && segment < v.to {
			name = strings.ReplaceAll(v.field, ".", "_")
		}
	}
	w.names[name]++
	if n := w.names[name]; n > 1 {
		name += strconv.Itoa(n)
	}
	return name
}
