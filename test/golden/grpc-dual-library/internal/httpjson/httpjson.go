// Package httpjson serves methods of an IDL as HTTP/JSON, by their google.api.http options: it finds the route,
// binds path, query and body to the request message, and encodes the answer as proto3 JSON. No framework is
// involved; every HTTP framework serves a Mux.
package httpjson

import (
	"context"
	"net/http"
	"strings"

	"google.golang.org/protobuf/proto"

	"example.com/grpc-dual-library/internal/fault"
	"example.com/grpc-dual-library/internal/platform/httpserver"
	"example.com/grpc-dual-library/internal/platform/telemetry"
)

// Route is one binding of a method.
type Route struct {
	Method       string // GET, PUT, POST, DELETE, PATCH, or any word
	Template     string // /v1/{name=shelves/*}:merge
	Body         string // "*", the field that the body is, or empty: no body
	ResponseBody string // the field that is answered, or empty: the whole message
	Procedure    string // /package.Service/Method
	Handler      Handler
}

// Options change how a Mux serves.
type Options struct {
	// IgnoreUnknown accepts JSON fields and query parameters that the message lacks; they are refused otherwise.
	IgnoreUnknown bool
	// Draining ends open streams with UNAVAILABLE when it ends; nil never does.
	Draining context.Context
	// Validate refuses a request whose message breaks a rule of the IDL, before its handler runs; nil takes all. With
	// Next it is not called: what serves there binds the message.
	Validate func(proto.Message) error
	// Next serves the requests that have a route and pass every check, instead of the routes' own handlers.
	Next http.Handler
}

// Mux serves routes. It is safe for concurrent use.
type Mux struct {
	tree    *tree
	options Options
}

// New returns a Mux; its error names both of two routes that take the same requests.
func New(routes []Route, options Options) (*Mux, error) {
	if options.Draining == nil {
		options.Draining = context.Background()
	}
	m := &Mux{tree: newTree(), options: options}
	for _, route := range routes {
		if err := m.tree.add(route); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, path, allowed := m.tree.find(r.Method, r.URL.EscapedPath())
	switch {
	case route != nil:
	case len(allowed) > 0:
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		httpserver.WriteStatus(w, http.StatusMethodNotAllowed, fault.Unimplemented, "the path has no method "+r.Method)
		return
	default:
		httpserver.WriteError(w, fault.NotFound, "no such path")
		return
	}
	// The template, never the path: a label per path is a series per path.
	telemetry.FromContext(r.Context()).SetRoute(route.Template)
	if route.Handler.serve == nil {
		httpserver.WriteError(w, fault.Unimplemented, route.Procedure+" streams from the client, which plain HTTP can't carry")
		return
	}
	body, ok := readBody(w, r, route)
	if !ok {
		return
	}
	if m.options.Next != nil {
		m.hand(w, r, route, body)
		return
	}
	req := route.Handler.request()
	if err := m.bind(req, r, route, path, body); err != nil {
		fail(w, r, err)
		return
	}
	if m.options.Validate != nil {
		if err := m.options.Validate(req); err != nil {
			fail(w, r, err)
			return
		}
	}
	route.Handler.serve(m, w, r, route, req)
}

// hand passes a checked request on.
func (m *Mux) hand(w http.ResponseWriter, r *http.Request, route *entry, body []byte) {
	if !m.options.IgnoreUnknown && route.Body != "*" {
		if err := checkQuery(route.Handler.request().ProtoReflect().Descriptor(), r.URL.Query()); err != nil {
			fail(w, r, err)
			return
		}
	}
	if route.Handler.streams {
		if err := httpserver.Stream(w); err != nil {
			fail(w, r, err)
			return
		}
	}
	restore(r, body)
	m.options.Next.ServeHTTP(w, r)
}

// fail answers with the code and the text for the caller, and leaves the rest to the log.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	telemetry.FromContext(r.Context()).SetError(err)
	httpserver.WriteError(w, fault.CodeOf(err), fault.MessageOf(err), httpserver.DetailsOf(err)...)
}
