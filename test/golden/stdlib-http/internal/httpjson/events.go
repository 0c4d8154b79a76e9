package httpjson

import (
	"encoding/json"
	"net/http"

	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
)

// EventStream is the media type of a stream of messages.
const EventStream = "text/event-stream"

// Event is one message of a stream as it is sent.
func (c Content) Event() []byte {
	if c.Raw {
		return c.Data
	}
	return event("data: ", c.Data)
}

// ErrorEvent ends a stream that failed after its first message.
func ErrorEvent(code fault.Code, message string, details ...any) []byte {
	text, _ := json.Marshal(httpserver.StatusOf(code, message, details...)) // strings and numbers
	return event("event: error\ndata: ", text)
}

func event(prefix string, data []byte) []byte {
	text := make([]byte, 0, len(prefix)+len(data)+2)
	return append(append(append(text, prefix...), data...), "\n\n"...)
}

// StreamType is the media type of a stream whose first message this is.
func (c Content) StreamType() string {
	if c.Raw {
		return c.Type
	}
	return EventStream
}

// eventWriter writes one event a message.
type eventWriter struct {
	w     http.ResponseWriter
	call  *Call
	begun bool
	raw   bool
}

func (e *eventWriter) begin(contentType string) error {
	if e.begun {
		return nil
	}
	e.begun = true
	e.w.Header().Set("Content-Type", contentType)
	e.w.Header().Set("Cache-Control", "no-store")
	return httpserver.Stream(e.w)
}

func (e *eventWriter) send(resp proto.Message) error {
	content, err := e.call.Encode(resp)
	if err != nil {
		return err
	}
	if err := e.begin(content.StreamType()); err != nil {
		return err
	}
	e.raw = content.Raw
	return e.write(content.Event())
}

// end answers a failure before the first message like any call; a later one is the last event, or cuts a stream
// that has no events.
func (e *eventWriter) end(r *http.Request, err error) {
	switch {
	case err == nil:
		_ = e.begin(EventStream) // a stream without messages is an empty one
	case !e.begun:
		fail(e.w, r, err)
	case e.raw:
		telemetry.FromContext(r.Context()).SetError(err)
		panic(http.ErrAbortHandler) // what was sent would look whole
	default:
		telemetry.FromContext(r.Context()).SetError(err)
		_ = e.write(ErrorEvent(fault.CodeOf(err), fault.MessageOf(err), httpserver.DetailsOf(err)...)) // the caller has gone
	}
}

func (e *eventWriter) write(event []byte) error {
	if _, err := e.w.Write(event); err != nil {
		return err
	}
	return http.NewResponseController(e.w).Flush()
}
