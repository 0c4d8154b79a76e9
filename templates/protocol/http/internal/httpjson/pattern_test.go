package httpjson_test

import (
	"testing"

	"gomicro.example/service/internal/httpjson"
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
		{"/v1/items:merge", "/v1/items:merge", none, none, "/v1/items:merge"},
		{"/v1/{name}:merge", none, none, none, "/v1/{name:[^/]+}:merge"},
		{"/v1/a%20b", "/v1/a%20b", none, none, none},
		{"/v1/..", none, "/v1/..", "/v1/..", none},
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
