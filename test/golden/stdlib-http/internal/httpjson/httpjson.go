// Package httpjson serves methods of an IDL as HTTP/JSON, by their google.api.http options: it finds the route,
// binds path, query and body to the request message, and encodes the answer as proto3 JSON. No framework is
// involved; every HTTP framework serves a Mux.
package httpjson

import (
	"context"
	"net/http"
	"strings"

	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
)

// Route is one binding of a method.
type Route struct {
	Method       string // GET, PUT, POST, DELETE, PATCH, any word, or "*" for what no other route of the path takes
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
	// Next it is not called: what serves there checks the message.
	Validate func(proto.Message) error
	// Next serves the requests that are bound, instead of the routes' own handlers.
	Next func(http.ResponseWriter, *http.Request, *Call)
}

// Call is a request that found its route and was bound to the message.
type Call struct {
	Route   int // the place of the route among those that New was given
	Request proto.Message
	entry   *entry
}

// Streams tells whether the method answers with a stream.
func (c *Call) Streams() bool { return c.entry.Handler.streams }

// Encode returns what a response, or one message of a stream, is answered with.
func (c *Call) Encode(resp proto.Message) (Content, error) { return encode(resp, c.entry.ResponseBody) }

// Mux serves routes. It is safe for concurrent use.
type Mux struct {
	tree    *tree
	options Options
}

// New returns a Mux; its error names a route that can't be served, or both of two that take the same requests.
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
	call, err := m.bind(r, route, path, body)
	if err != nil {
		fail(w, r, err)
		return
	}
	if m.options.Next != nil {
		m.options.Next(w, r, call)
		return
	}
	if m.options.Validate != nil {
		if err := m.options.Validate(call.Request); err != nil {
			fail(w, r, err)
			return
		}
	}
	route.Handler.serve(m, w, r, call)
}

// fail answers with the code and the text for the caller, and leaves the rest to the log.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	telemetry.FromContext(r.Context()).SetError(err)
	httpserver.WriteError(w, fault.CodeOf(err), fault.MessageOf(err), httpserver.DetailsOf(err)...)
}
