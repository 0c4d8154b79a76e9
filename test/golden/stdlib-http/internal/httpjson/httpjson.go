// Package httpjson serves the methods of an IDL as HTTP/JSON, by their google.api.http options: it finds the route, binds
// path, query and body to the request message, and encodes the response as proto3 JSON. Every call passes the pipeline.
//
// No framework is involved. A framework registers the patterns of the routes in its own router and has a Mux answer
// them, those that it has no pattern for too.
package httpjson

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
)

// Route is one HTTP binding of a method.
type Route struct {
	Method       string // GET, PUT, POST, DELETE, PATCH, any word, or "*" for what no other route of the path takes
	Template     string // "/v1/{name=shelves/*}:merge"
	Body         string // "*", the field that the body is, or empty: no body
	ResponseBody string // the field that is answered, or empty: the whole message
	Procedure    string // "/package.Service/Method"
	Call         call.Method
}

// Options change how a Mux serves.
type Options struct {
	// Pipeline runs every call.
	Pipeline *call.Pipeline
	// IgnoreUnknown accepts JSON fields and query parameters that the message lacks; they are refused otherwise.
	IgnoreUnknown bool
}

// Mux serves routes. It is safe for concurrent use.
type Mux struct {
	routes  []Route
	tree    *tree
	options Options
}

// New returns a Mux. Its error names a route that can't be served, or both of two that match the same requests.
func New(routes []Route, options Options) (*Mux, error) {
	m := &Mux{routes: routes, tree: newTree(), options: options}
	for _, route := range routes {
		if err := m.tree.add(route); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// ServeHTTP serves the route that matches the request, and answers 404 or 405 when there is none.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, path, allowed := m.tree.find(r.Method, r.URL.EscapedPath())
	switch {
	case route != nil:
		m.serve(w, r, route, path)
	case len(allowed) > 0:
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		httpserver.WriteStatus(w, http.StatusMethodNotAllowed, fault.Unimplemented, "the path has no method "+r.Method)
	default:
		httpserver.WriteError(w, fault.NotFound, "no such path")
	}
}

func (m *Mux) serve(w http.ResponseWriter, r *http.Request, route *entry, path []string) {
	// The template, never the path: a label per path is a series per path.
	telemetry.FromContext(r.Context()).SetRoute(route.Template)
	e := &Exchange{mux: m, w: w, r: r, route: route, path: path, info: call.Info{
		Procedure: route.Procedure,
		Protocol:  call.HTTP,
		Route:     route.Template,
		Streaming: route.Call.Streaming(),
		Peer:      r.RemoteAddr,
		Headers:   r.Header,
	}}
	e.info.Response = e
	defer e.watchDrain()()
	e.end(m.options.Pipeline.Serve(r.Context(), &e.info, route.handler, e))
}

// handlerOf returns the handler of a route. A method that streams from the client can't be served over plain HTTP.
func handlerOf(route Route) call.Handler {
	if route.Call.ClientStreams {
		return func(context.Context, call.Stream) error {
			return fault.New(fault.Unimplemented, route.Procedure+" streams from the client, which plain HTTP can't carry")
		}
	}
	return route.Call.Handler
}

// newRequest returns a new request message of the route's method.
func (r Route) newRequest() (proto.Message, error) {
	message, ok := r.Call.NewRequest().(proto.Message)
	if !ok {
		return nil, fmt.Errorf("%s takes no protobuf message", r.Procedure)
	}
	return message, nil
}
