package httpjson

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// template is a path template of google.api.http, such as /v1/{name=shelves/*}/books:archive.
type template struct {
	segments  []string // literals as they are compared, "*" for one segment, "**" for any number
	variables []variable
	verb      string
}

// variable captures segments[from:to] into a field.
type variable struct {
	field    string
	from, to int
}

var fieldPath = regexp.MustCompile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$`)

// parseTemplate reads the grammar of google/api/http.proto, and the template "/".
func parseTemplate(text string) (template, error) {
	t, err := readTemplate(text)
	if err == nil {
		err = t.check()
	}
	if err != nil {
		return template{}, fmt.Errorf("path template %q: %w", text, err)
	}
	return t, nil
}

func readTemplate(text string) (template, error) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok {
		return template{}, errors.New("want a leading slash")
	}
	var t template
	if rest == "" {
		t.segments = []string{""}
	}
	for rest != "" {
		var err error
		if rest, err = t.segment(rest); err != nil {
			return template{}, err
		}
	}
	return t, nil
}

// check refuses what can be written and not be served.
func (t *template) check() error {
	deep := 0
	for _, segment := range t.segments {
		if segment == "**" {
			deep++
		}
	}
	if deep > 1 {
		return errors.New("** twice")
	}
	for i, v := range t.variables {
		if slices.ContainsFunc(t.variables[:i], func(other variable) bool { return other.field == v.field }) {
			return fmt.Errorf("variable %s twice", v.field)
		}
	}
	return nil
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
		if !fieldPath.MatchString(field) {
			return "", fmt.Errorf("bad variable %q", body)
		}
		from := len(t.segments)
		for part := range strings.SplitSeq(pattern, "/") {
			if err := t.add(part); err != nil {
				return "", err
			}
		}
		t.variables = append(t.variables, variable{field, from, len(t.segments)})
		return t.next(rest)
	}
	end := strings.IndexByte(text, '/')
	if end < 0 {
		// The last segment; a colon begins its verb.
		if end = strings.LastIndexByte(text, ':'); end < 0 {
			end = len(text)
		}
	}
	if err := t.add(text[:end]); err != nil {
		return "", err
	}
	return t.next(text[end:])
}

// add takes a wildcard, or a literal as it is compared: unescaped.
func (t *template) add(segment string) error {
	literal := segment
	if segment != "*" && segment != "**" {
		var err error
		if literal, err = url.PathUnescape(segment); err != nil || literal == "" || strings.ContainsAny(literal, "*/{}") {
			return fmt.Errorf("bad segment %q", segment)
		}
	}
	t.segments = append(t.segments, literal)
	return nil
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
		values[i] = unescapeKeepingSlash(strings.Join(path[from:to], "/"))
	}
	return values
}

// position is where a place in the template lies in a path of n segments: behind a "**" it is counted from the end.
func (t *template) position(place, n int) int {
	if slices.Contains(t.segments[:place], "**") {
		return n - (len(t.segments) - place)
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
func unescapeKeepingSlash(path string) string {
	var b strings.Builder
	for begin := 0; begin < len(path); {
		end := begin
		for end < len(path) && !escapedSlash(path[end:]) {
			end++
		}
		b.WriteString(unescape(path[begin:end]))
		begin = min(end+len("%2F"), len(path))
		b.WriteString(path[end:begin])
	}
	return b.String()
}

func escapedSlash(text string) bool {
	return len(text) >= 3 && text[0] == '%' && text[1] == '2' && (text[2] == 'F' || text[2] == 'f')
}
