package httpjson

import (
	"fmt"
	"slices"
	"strings"
)

// entry is a route that is ready to serve.
type entry struct {
	Route
	template template
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
	entries  map[string][]*entry // by verb
}

func newTree() *tree {
	return &tree{verbs: make(map[string]bool), seen: make(map[string]*entry)}
}

func (t *tree) add(route Route) error {
	parsed, err := parseTemplate(route.Template)
	if err != nil {
		return fmt.Errorf("%s: %w", route.Procedure, err)
	}
	if strings.Count(strings.Join(parsed.segments, "/"), "**") > 1 {
		return fmt.Errorf("%s: path template %q has ** twice", route.Procedure, route.Template)
	}
	e := &entry{route, parsed}
	key := route.Method + " " + parsed.key()
	if other, ok := t.seen[key]; ok {
		return fmt.Errorf("%s and %s take the same requests: %s %s and %s",
			other.Procedure, route.Procedure, route.Method, other.Template, route.Template)
	}
	t.seen[key] = e
	at := &t.root
	for _, segment := range parsed.segments {
		at = at.child(segment)
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
	if colon := strings.LastIndexByte(last, ':'); colon > 0 && t.verbs[last[colon+1:]] {
		s.verb = last[colon+1:]
		bare := slices.Clone(path)
		bare[len(bare)-1] = last[:colon]
		if found := s.walk(&t.root, bare); found != nil {
			return found, bare, nil
		}
		s.verb = ""
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
	if n.any != nil {
		for taken := len(path); taken >= 0; taken-- {
			if found := s.walk(n.any, path[taken:]); found != nil {
				return found
			}
			if len(n.any.literals) == 0 && n.any.one == nil {
				break // ** at the end takes all there is
			}
		}
	}
	return nil
}

func (s *search) accept(n *node) *entry {
	for _, e := range n.entries[s.verb] {
		if e.Method == s.method || e.Method == "GET" && s.method == "HEAD" {
			return e
		}
	}
	for _, e := range n.entries[s.verb] {
		s.allowed = append(s.allowed, e.Method)
		if e.Method == "GET" {
			s.allowed = append(s.allowed, "HEAD")
		}
	}
	return nil
}
