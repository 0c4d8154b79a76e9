package httpjson

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/typepb"

	"example.com/orders/internal/platform/call"
)

func typeRoute(method, template string) Route {
	same := func(_ context.Context, m *typepb.Type) (*typepb.Type, error) { return m, nil }
	return Route{Method: method, Template: template, Procedure: template, Call: call.Unary(same)}
}

func treeOf(t testing.TB, templates ...string) *tree {
	t.Helper()
	tree := newTree()
	for _, template := range templates {
		if err := tree.add(typeRoute("GET", template)); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func TestTheMostSpecificRouteIsFound(t *testing.T) {
	tree := treeOf(t, "/v1/{name}", "/v1/latest", "/v1/**", "/v1/**/end", "/v1/{name}/x/end", "/v1/{name=**}/last/end",
		"/v1/a/{name}", "/v1/{name}/b", "/v1/{name}:go", "/v1/a:b/c", "/")
	for path, want := range map[string]string{
		"/v1/latest":      "/v1/latest",
		"/v1/l%61test":    "/v1/latest",
		"/v1/other":       "/v1/{name}",
		"/v1/a/b":         "/v1/a/{name}",
		"/v1/c/b":         "/v1/{name}/b",
		"/v1/c/d":         "/v1/**",
		"/v1":             "/v1/**",
		"/v1/":            "/v1/**",
		"/v1/end":         "/v1/{name}",
		"/v1/c/end":       "/v1/**/end",
		"/v1/c/x/end":     "/v1/{name}/x/end",
		"/v1/c/last/end":  "/v1/{name=**}/last/end",
		"/v1/c:go":        "/v1/{name}:go",
		"/v1/c%3Ago":      "/v1/{name}",
		"/v1/c:stop":      "/v1/{name}",
		"/v1/a:b/c":       "/v1/a:b/c",
		"/":               "/",
		"/v2":             "",
		"":                "",
		"/v1/a/b/c/d/end": "/v1/**/end",
	} {
		found, _, _ := tree.find("GET", path)
		if found == nil && want != "" || found != nil && found.Template != want {
			t.Errorf("%s: %v, want %s", path, found, want)
		}
	}
}

// matches is the plainest matcher there is.
func (t *template) matches(path []string, verb string) bool {
	if len(path) > 0 && t.verb != "" {
		bare, ok := strings.CutSuffix(path[len(path)-1], ":"+t.verb)
		if !ok || bare == "" || strings.Contains(verb, ":") {
			return false
		}
		path = append(slices.Clone(path[:len(path)-1]), bare)
	}
	return fits(t.segments, path)
}

func fits(segments, path []string) bool {
	if len(segments) == 0 {
		return len(path) == 0
	}
	if segments[0] == "**" {
		for taken := range len(path) + 1 {
			if fits(segments[1:], path[taken:]) {
				return true
			}
		}
		return false
	}
	if len(path) == 0 || segments[0] == "*" && path[0] == "" || segments[0] != "*" && segments[0] != unescape(path[0]) {
		return false
	}
	return fits(segments[1:], path[1:])
}

func FuzzMatching(f *testing.F) {
	for _, seed := range [][3]string{
		{"/v1/{name}", "/v1/**/end", "/v1/a/end"}, {"/{name=a/**}/b:c", "/**:c", "/a/b:c"}, {"/", "/{edition=**}", "//"},
		{"/a%20b/*", "/**/a:b", "/a b/a:b"}, {"/{name=**}/x", "/{name}/x", "/%2F/x"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, one, other, path string) {
		tree := newTree()
		var templates []template
		for _, text := range []string{one, other} {
			if tree.add(typeRoute("GET", text)) == nil {
				parsed, err := parseTemplate(text)
				if err != nil {
					t.Fatal(err)
				}
				templates = append(templates, parsed)
			}
		}
		rest, ok := strings.CutPrefix(path, "/")
		if !ok {
			return
		}
		want := slices.ContainsFunc(templates, func(t template) bool { return t.matches(strings.Split(rest, "/"), t.verb) })
		found, segments, allowed := tree.find("GET", path)
		if (found != nil) != want {
			t.Fatalf("%q and %q, path %q: found %v, want %v", one, other, path, found, want)
		}
		if _, _, others := tree.find("PUT", path); (len(others) > 0) != want || allowed != nil {
			t.Fatalf("%q and %q, path %q: allowed %v and %v", one, other, path, others, allowed)
		}
		if found != nil && len(found.template.capture(segments)) != len(found.template.variables) {
			t.Fatal("a variable has no value")
		}
	})
}

// The figures for 10 and 1,000 routes should be the same.
func BenchmarkMatching(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			templates := make([]string, 0, n)
			for i := range n / 5 {
				templates = append(templates, fmt.Sprintf("/v1/things%d/{name}", i), fmt.Sprintf("/v1/things%d/latest", i),
					fmt.Sprintf("/v1/things%d/{name}/parts/{edition}", i), fmt.Sprintf("/v1/things%d/{name}:verb%d", i, i),
					fmt.Sprintf("/v1/things%d/files/{name=**}/end", i))
			}
			tree := treeOf(b, templates...)
			path := fmt.Sprintf("/v1/things%d/a/parts/b", n/10)
			b.ReportAllocs()
			for b.Loop() {
				if found, _, _ := tree.find("GET", path); found == nil {
					b.Fatal("no route")
				}
			}
		})
	}
}
