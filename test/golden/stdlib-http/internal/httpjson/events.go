package httpjson

import (
	"encoding/json"
	"net/http"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/httpserver"
)

// EventStream is the media type of a stream of messages.
const EventStream = "text/event-stream"

// Event returns one message of a stream as it is sent.
func (c Content) Event() []byte {
	if c.Raw {
		return c.Data
	}
	return event("data: ", c.Data)
}

// StreamType returns the media type of a stream whose first message this is.
func (c Content) StreamType() string {
	if c.Raw {
		return c.Type
	}
	return EventStream
}

// ErrorEvent returns the last event of a stream that failed after its first message.
func ErrorEvent(code fault.Code, message string, details ...any) []byte {
	text, _ := json.Marshal(httpserver.Body(code, message, details...)) // strings and numbers
	return event("event: error\ndata: ", text)
}

func event(prefix string, data []byte) []byte {
	text := make([]byte, 0, len(prefix)+len(data)+2)
	return append(append(append(text, prefix...), data...), "\n\n"...)
}

func (e *Exchange) sendEvent(content Content) error {
	if err := e.begin(content.StreamType()); err != nil {
		return err
	}
	e.raw = content.Raw
	return e.write(content.Event())
}

// begin starts the response of a stream.
func (e *Exchange) begin(contentType string) error {
	if e.begun {
		return nil
	}
	e.begun = true
	e.w.Header().Set("Content-Type", contentType)
	e.w.Header().Set("Cache-Control", "no-store")
	return httpserver.Stream(e.w)
}

func (e *Exchange) write(event []byte) error {
	if e.mux.options.Pipeline.Draining().Err() == nil { // then watchDrain has set the last deadline
		if err := httpserver.ExtendWrite(e.w); err != nil {
			return err
		}
	}
	if _, err := e.w.Write(event); err != nil { //nolint:gosec // the type of the response says what it is
		return err
	}
	return http.NewResponseController(e.w).Flush()
}
