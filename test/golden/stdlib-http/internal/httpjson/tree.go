package httpjson

import (
	"fmt"
	"slices"
	"strings"

	"example.com/orders/internal/platform/call"
)

// entry is a route that is ready to serve.
type entry struct {
	Route
	handler  call.Handler
	template template
	bound    []string // fields that path and body bind
	rawBody  bool     // the body is the data of a google.api.HttpBody
}

// newEntry checks a route against the request message of its method.
func newEntry(route Route) (*entry, error) {
	parsed, err := parseTemplate(route.Template)
	if err != nil {
		return nil, err
	}
	e := &entry{Route: route, handler: handlerOf(route), template: parsed}
	request, err := route.newRequest()
	if err != nil {
		return nil, err
	}
	message := request.ProtoReflect().Descriptor()
	e.rawBody = route.Body == "*" && isHTTPBody(message)
	if route.Body != "" && route.Body != "*" {
		field := fieldNamed(message, route.Body)
		if field == nil {
			return nil, fmt.Errorf("body %q is no field of %s", route.Body, message.FullName())
		}
		e.rawBody = isHTTPBody(field.Message()) && !field.IsList() && !field.IsMap()
		e.bound = append(e.bound, string(field.Name()))
	}
	for _, v := range parsed.variables {
		p, err := parameterOf(message, v.field)
		if err != nil {
			return nil, fmt.Errorf("path template %q: %s is no field of %s", route.Template, v.field, message.FullName())
		}
		e.bound = append(e.bound, p.canonical())
	}
	return e, nil
}

// tree finds routes by the segments of a path; its cost does not grow with the number of routes.
type tree struct {
	root  node
	verbs map[string]bool
	seen  map[string]*entry
}

type node struct {
	literals map[string]*node
	one      *node               // behind "*"
	any      *node               // behind "**"
	tails    []int               // how many segments routes have behind the "**", the most first
	entries  map[string][]*entry // by verb
}

func newTree() *tree {
	return &tree{verbs: make(map[string]bool), seen: make(map[string]*entry)}
}

// anyMethod is the method of a route that takes every method which no other route of the path has.
const anyMethod = "*"

func (t *tree) add(route Route) error {
	e, err := newEntry(route)
	if err != nil {
		return fmt.Errorf("%s: %w", route.Procedure, err)
	}
	parsed := e.template
	key := route.Method + " " + parsed.key()
	if other, ok := t.seen[key]; ok {
		return fmt.Errorf("%s and %s take the same requests: %s %s and %s",
			other.Procedure, route.Procedure, route.Method, other.Template, route.Template)
	}
	t.seen[key] = e
	at := &t.root
	for i, segment := range parsed.segments {
		next := at.child(segment)
		if tail := len(parsed.segments) - i - 1; segment == "**" && !slices.Contains(at.tails, tail) {
			at.tails = append(at.tails, tail)
			slices.Sort(at.tails)
			slices.Reverse(at.tails)
		}
		at = next
	}
	if at.entries == nil {
		at.entries = make(map[string][]*entry)
	}
	at.entries[parsed.verb] = append(at.entries[parsed.verb], e)
	t.verbs[parsed.verb] = true
	return nil
}

func (n *node) child(segment string) *node {
	switch segment {
	case "*":
		if n.one == nil {
			n.one = &node{}
		}
		return n.one
	case "**":
		if n.any == nil {
			n.any = &node{}
		}
		return n.any
	}
	if n.literals == nil {
		n.literals = make(map[string]*node)
	}
	if n.literals[segment] == nil {
		n.literals[segment] = &node{}
	}
	return n.literals[segment]
}

// find returns the route of a request and the segments it matched. Where there is none, allowed are the methods
// that the path has; none means that there is no such path.
//
// A literal goes before "*", and that before "**", segment by segment; where the better one leads nowhere, the next is
// tried. A last segment with a colon is read as one with a verb first.
func (t *tree) find(method, escapedPath string) (found *entry, path, allowed []string) {
	rest, ok := strings.CutPrefix(escapedPath, "/")
	if !ok {
		return nil, nil, nil
	}
	path = strings.Split(rest, "/")
	last := path[len(path)-1]
	s := search{method: method}
	if colon := strings.LastIndexByte(last, ':'); colon > 0 && colon+1 < len(last) && t.verbs[last[colon+1:]] {
		s.verb = last[colon+1:]
		path[len(path)-1] = last[:colon]
		if found := s.walk(&t.root, path); found != nil {
			return found, path, nil
		}
		s.verb = ""
		path[len(path)-1] = last
	}
	if found := s.walk(&t.root, path); found != nil {
		return found, path, nil
	}
	slices.Sort(s.allowed)
	return nil, nil, slices.Compact(s.allowed)
}

type search struct {
	method, verb string
	allowed      []string
}

func (s *search) walk(n *node, path []string) *entry {
	if len(path) == 0 {
		if found := s.accept(n); found != nil {
			return found
		}
	} else {
		if next, ok := n.literals[unescape(path[0])]; ok {
			if found := s.walk(next, path[1:]); found != nil {
				return found
			}
		}
		if n.one != nil && path[0] != "" {
			if found := s.walk(n.one, path[1:]); found != nil {
				return found
			}
		}
	}
	// What follows a "**" has a fixed length, so that no split of a long path has to be tried.
	for _, tail := range n.tails {
		if tail <= len(path) {
			if found := s.walk(n.any, path[len(path)-tail:]); found != nil {
				return found
			}
		}
	}
	return nil
}

func (s *search) accept(n *node) *entry {
	var other *entry
	for _, e := range n.entries[s.verb] {
		switch {
		case e.Method == s.method:
			return e
		case e.Method == anyMethod && other == nil, s.method == "HEAD" && e.answersHead():
			other = e
		}
	}
	if other != nil {
		return other
	}
	for _, e := range n.entries[s.verb] {
		s.allowed = append(s.allowed, e.Method)
		if e.answersHead() {
			s.allowed = append(s.allowed, "HEAD")
		}
	}
	return nil
}

// answersHead tells whether HEAD is served as GET; a stream would run for nobody.
func (e *entry) answersHead() bool { return e.Method == "GET" && !e.Call.Streaming() }
