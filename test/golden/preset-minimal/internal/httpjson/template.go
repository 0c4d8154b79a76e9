package httpjson

import (
	"fmt"
	"net/url"
	"strings"
)

// template is a path template of google.api.http, such as /v1/{name=shelves/*}/books:archive.
type template struct {
	segments  []string // literals, "*" for one segment, "**" for any number
	variables []variable
	verb      string
}

// variable captures segments[from:to] into a field.
type variable struct {
	field    string
	from, to int
}

// parseTemplate reads the grammar of google/api/http.proto.
func parseTemplate(text string) (template, error) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok {
		return template{}, fmt.Errorf("path template %q: want a leading slash", text)
	}
	var t template
	for rest != "" {
		var err error
		if rest, err = t.segment(rest); err != nil {
			return template{}, fmt.Errorf("path template %q: %w", text, err)
		}
	}
	if len(t.segments) == 0 {
		return template{}, fmt.Errorf("path template %q: empty", text)
	}
	return t, nil
}

// segment reads one segment or variable, and what separates it from the rest.
func (t *template) segment(text string) (string, error) {
	if inner, ok := strings.CutPrefix(text, "{"); ok {
		body, rest, closed := strings.Cut(inner, "}")
		if !closed {
			return "", fmt.Errorf("no } after %q", text)
		}
		field, pattern, given := strings.Cut(body, "=")
		if !given {
			pattern = "*"
		}
		if field == "" || strings.ContainsAny(pattern, "{}:") {
			return "", fmt.Errorf("bad variable %q", body)
		}
		from := len(t.segments)
		for part := range strings.SplitSeq(pattern, "/") {
			if part == "" {
				return "", fmt.Errorf("bad variable %q", body)
			}
			t.segments = append(t.segments, part)
		}
		t.variables = append(t.variables, variable{field, from, len(t.segments)})
		return t.next(rest)
	}
	end := strings.IndexAny(text, "/:")
	if end < 0 {
		end = len(text)
	}
	if end == 0 || strings.ContainsAny(text[:end], "{}") {
		return "", fmt.Errorf("bad segment at %q", text)
	}
	t.segments = append(t.segments, text[:end])
	return t.next(text[end:])
}

// next reads the slash before another segment, or the verb at the end.
func (t *template) next(text string) (string, error) {
	switch {
	case text == "":
		return "", nil
	case text[0] == '/' && len(text) > 1:
		return text[1:], nil
	case text[0] == ':' && len(text) > 1 && !strings.ContainsAny(text[1:], "/{}:"):
		t.verb = text[1:]
		return "", nil
	}
	return "", fmt.Errorf("bad segment at %q", text)
}

// key is the same for two templates that match the same paths.
func (t *template) key() string { return strings.Join(t.segments, "/") + ":" + t.verb }

// capture returns the values of the variables in the segments of a path that matched.
func (t *template) capture(path []string) []string {
	values := make([]string, len(t.variables))
	for i, v := range t.variables {
		from, to := t.position(v.from, len(path)), t.position(v.to, len(path))
		if v.to-v.from == 1 && t.segments[v.from] != "**" {
			values[i] = unescape(path[from])
			continue
		}
		parts := make([]string, 0, to-from)
		for _, part := range path[from:to] {
			parts = append(parts, unescapeKeepingSlash(part))
		}
		values[i] = strings.Join(parts, "/")
	}
	return values
}

// position is where a place in the template lies in a path of n segments: behind a "**" it is counted from the end.
func (t *template) position(place, n int) int {
	for _, segment := range t.segments[:place] {
		if segment == "**" {
			return n - (len(t.segments) - place)
		}
	}
	return place
}

func unescape(segment string) string {
	text, err := url.PathUnescape(segment)
	if err != nil {
		return segment // the server has refused malformed escapes before
	}
	return text
}

// unescapeKeepingSlash leaves %2F as it is: in a value of several segments it is not a separator.
func unescapeKeepingSlash(segment string) string {
	var b strings.Builder
	for {
		at := strings.Index(strings.ToLower(segment), "%2f")
		if at < 0 {
			b.WriteString(unescape(segment))
			return b.String()
		}
		b.WriteString(unescape(segment[:at]))
		b.WriteString(segment[at : at+3])
		segment = segment[at+3:]
	}
}
