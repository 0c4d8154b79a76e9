package httpjson_test

import (
	"slices"
	"testing"

	"example.com/orders/internal/httpjson"
)

func TestTemplatesHaveThePatternsOfRouters(t *testing.T) {
	const none = ""
	for _, test := range []struct{ template, serveMux, gin, echo, gorilla string }{
		{"/", "/{$}", "/", "/", "/"},
		{"/v1/items", "/v1/items", "/v1/items", "/v1/items", "/v1/items"},
		{"/v1/{name}", "/v1/{name}", "/v1/:name", "/v1/:name", "/v1/{name:[^/]+}"},
		{"/v1/*", "/v1/{segment}", "/v1/:segment", "/v1/:segment", "/v1/{segment:[^/]+}"},
		{"/v1/{book.name=shelves/*/books/*}", "/v1/shelves/{book_name}/books/{book_name2}", "/v1/shelves/:book_name/books/:book_name2",
			"/v1/shelves/:book_name/books/:book_name2", "/v1/shelves/{book_name:[^/]+}/books/{book_name2:[^/]+}"},
		{"/v1/files/{path=**}", "/v1/files/{path...}", "/v1/files/*path", "/v1/files/*", "/v1/files/{path:.*}"},
		{"/v1/{path=**}/end", none, none, none, "/v1/{path:.*}/end"},
		{"/v1/items:merge", "/v1/items:merge", `/v1/items\:merge`, none, "/v1/items:merge"},
		{"/v1/{name}:merge", none, none, none, "/v1/{name:[^/]+}:merge"},
		{"/v1/a%20b", "/v1/a%20b", "/v1/a b", none, none},
		{"/v1/..", none, none, "/v1/..", none},
		{"/v1/a%5Cb", "/v1/a%5Cb", none, none, none},
		{"no template", none, none, none, none},
	} {
		for style, want := range map[httpjson.Style]string{
			httpjson.ServeMux: test.serveMux, httpjson.Gin: test.gin, httpjson.Echo: test.echo, httpjson.Gorilla: test.gorilla,
		} {
			if got, ok := httpjson.Pattern(test.template, style); got != want || ok != (want != none) {
				t.Errorf("%s in style %d: %q %v, want %q", test.template, style, got, ok, want)
			}
		}
	}
}

// TestTheRestOfAPathIsNoSegmentToo is about routers whose pattern for the rest does not match the path above it.
func TestTheRestOfAPathIsNoSegmentToo(t *testing.T) {
	for style, want := range map[httpjson.Style][]string{
		httpjson.ServeMux: {"GET /v1/files", "GET /v1/files/{name...} beside GET /v1/files", "GET /{name...}"},
		httpjson.Gin:      {"GET /v1/files", "GET /v1/files/*name beside GET /v1/files", "GET /*name"},
		httpjson.Echo:     {"GET /v1/files/*", "GET /*"},
		httpjson.Gorilla:  {"GET /v1/files/{name:.*}", "GET /{name:.*}"},
	} {
		mux := newMux(t, httpjson.Options{}, route("GET", "/v1/files/{name=**}", ""), route("GET", "/{name=**}", ""))
		var got []string
		for _, pattern := range mux.Patterns(style) {
			text := pattern.String()
			if pattern.Above != "" {
				text += " beside " + pattern.Above
			}
			got = append(got, text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("style %d: %q, want %q", style, got, want)
		}
	}
}
