package httpjson

import (
	"context"
	"net/http"

	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
)

// Handler calls a method; made by Unary, ServerStream and Unimplemented.
type Handler struct {
	request func() proto.Message // a new request message
	serve   func(*Mux, http.ResponseWriter, *http.Request, *Call)
	streams bool
}

// message is a pointer to a generated message.
type message[T any] interface {
	*T
	proto.Message
}

// Unary serves a method with one request and one response.
func Unary[Req message[Q], Resp message[P], Q, P any](call func(context.Context, Req) (Resp, error)) Handler {
	return Handler{
		request: func() proto.Message { return Req(new(Q)) },
		serve: func(_ *Mux, w http.ResponseWriter, r *http.Request, c *Call) {
			resp, err := call(r.Context(), c.Request.(Req))
			if err != nil {
				fail(w, r, err)
				return
			}
			content, err := c.Encode(resp)
			if err != nil {
				fail(w, r, err)
				return
			}
			w.Header().Set("Content-Type", content.Type)
			_, _ = w.Write(content.Data) //nolint:gosec // it says what it is; an error means that the caller has gone
		},
	}
}

// ServerStream serves a method with many responses, as Server-Sent Events; of google.api.HttpBody, as their data.
func ServerStream[Req message[Q], Resp message[P], Q, P any](call func(context.Context, Req, func(Resp) error) error) Handler {
	return Handler{
		request: func() proto.Message { return Req(new(Q)) },
		streams: true,
		serve: func(m *Mux, w http.ResponseWriter, r *http.Request, c *Call) {
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			defer context.AfterFunc(m.options.Draining, cancel)()
			events := &eventWriter{w: w, call: c}
			err := call(ctx, c.Request.(Req), func(resp Resp) error { return events.send(resp) })
			if err != nil && m.options.Draining.Err() != nil && r.Context().Err() == nil {
				err = fault.New(fault.Unavailable, "the server is shutting down")
			}
			events.end(r, err)
		},
	}
}

// Unimplemented stands for a method that streams from the client: 501.
func Unimplemented() Handler { return Handler{} }
