package httpjson

import (
	"context"
	"encoding/json"
	"net/http"

	"google.golang.org/protobuf/proto"

	"example.com/preset-orders/internal/fault"
	"example.com/preset-orders/internal/platform/httpserver"
	"example.com/preset-orders/internal/platform/telemetry"
)

// Handler calls a method; made by Unary, ServerStream and Unimplemented.
type Handler struct {
	request func() proto.Message // a new request message
	serve   func(*Mux, http.ResponseWriter, *http.Request, *entry, proto.Message)
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
		serve: func(_ *Mux, w http.ResponseWriter, r *http.Request, route *entry, req proto.Message) {
			resp, err := call(r.Context(), req.(Req))
			if err != nil {
				fail(w, r, err)
				return
			}
			text, err := encode(resp, route.ResponseBody)
			if err != nil {
				fail(w, r, err)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(text) //nolint:gosec // it is JSON and says so; an error means that the caller has gone
		},
	}
}

// ServerStream serves a method with many responses, as Server-Sent Events.
func ServerStream[Req message[Q], Resp message[P], Q, P any](call func(context.Context, Req, func(Resp) error) error) Handler {
	return Handler{
		request: func() proto.Message { return Req(new(Q)) },
		streams: true,
		serve: func(m *Mux, w http.ResponseWriter, r *http.Request, route *entry, req proto.Message) {
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			defer context.AfterFunc(m.options.Draining, cancel)()
			events := &eventWriter{w: w, field: route.ResponseBody}
			err := call(ctx, req.(Req), func(resp Resp) error { return events.send(resp) })
			if err != nil && m.options.Draining.Err() != nil && r.Context().Err() == nil {
				err = fault.New(fault.Unavailable, "the server is shutting down")
			}
			events.end(r, err)
		},
	}
}

// Unimplemented stands for a method that streams from the client: 501.
func Unimplemented() Handler { return Handler{} }

// eventWriter writes one event a message.
type eventWriter struct {
	w     http.ResponseWriter
	field string
	begun bool
}

func (e *eventWriter) begin() error {
	if e.begun {
		return nil
	}
	e.begun = true
	e.w.Header().Set("Content-Type", "text/event-stream")
	e.w.Header().Set("Cache-Control", "no-store")
	return httpserver.Stream(e.w)
}

func (e *eventWriter) send(resp proto.Message) error {
	text, err := encode(resp, e.field)
	if err != nil {
		return err
	}
	if err := e.begin(); err != nil {
		return err
	}
	return e.write("data: ", text)
}

// end answers a failure before the first message like any call; a later one is the last event.
func (e *eventWriter) end(r *http.Request, err error) {
	if err != nil && !e.begun {
		fail(e.w, r, err)
		return
	}
	if err == nil {
		_ = e.begin() // a stream without messages is an empty one
		return
	}
	telemetry.FromContext(r.Context()).SetError(err)
	answer := httpserver.StatusOf(fault.CodeOf(err), fault.MessageOf(err), httpserver.DetailsOf(err)...)
	text, _ := json.Marshal(answer)           // strings and numbers
	_ = e.write("event: error\ndata: ", text) // the caller has gone
}

func (e *eventWriter) write(prefix string, text []byte) error {
	event := make([]byte, 0, len(prefix)+len(text)+2)
	event = append(append(append(event, prefix...), text...), "\n\n"...)
	if _, err := e.w.Write(event); err != nil {
		return err
	}
	return http.NewResponseController(e.w).Flush()
}
