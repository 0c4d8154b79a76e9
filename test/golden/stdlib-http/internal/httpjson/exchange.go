package httpjson

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/httpserver"
)

// lastWrite is how long a stream may still write once the server drains: a client that does not read would hold the
// shutdown otherwise.
const lastWrite = 500 * time.Millisecond

// Exchange is one request that has found its route, and its response. It is the call.Stream of the pipeline: Receive binds
// the request, Send encodes a response.
type Exchange struct {
	mux   *Mux
	w     http.ResponseWriter
	r     *http.Request
	route *entry
	path  []string // the segments that the template matched
	info  call.Info

	received bool
	begun    bool // the response has begun
	raw      bool // the response is the data of google.api.HttpBody, not JSON
}

// Receive binds path, query and body to message. There is one request: then it returns io.EOF.
func (e *Exchange) Receive(message any) error {
	if e.received {
		return io.EOF
	}
	e.received = true
	m, ok := message.(proto.Message)
	if !ok {
		return fmt.Errorf("receive: %T is no protobuf message", message)
	}
	return e.Bind(m)
}

// Send writes message as the response, or as the next event of a stream.
func (e *Exchange) Send(message any) error {
	m, ok := message.(proto.Message)
	if !ok {
		return fmt.Errorf("send: %T is no protobuf message", message)
	}
	content, err := e.Encode(m)
	if err != nil {
		return err
	}
	if e.route.Call.ServerStreams {
		return e.sendEvent(content)
	}
	e.begun = true
	e.w.Header().Set("Content-Type", content.Type)
	_, _ = e.w.Write(content.Data) //nolint:gosec // the type says what it is; an error means that the client has gone
	return nil
}

// SetHeader sets a header of the response.
func (e *Exchange) SetHeader(name, value string) { e.w.Header().Set(name, value) }

// Encode returns what message is answered with.
func (e *Exchange) Encode(message proto.Message) (Content, error) {
	return encode(message, e.route.ResponseBody)
}

// Fail answers with the code of err and the text for the caller. It is for failures before the response has begun.
func Fail(w http.ResponseWriter, err error) {
	failed := fault.From(err)
	status := httpserver.Status(failed.Code)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, errMediaType):
		status = http.StatusUnsupportedMediaType
	}
	httpserver.WriteStatus(w, status, failed.Code, failed.Message, httpserver.DetailsOf(failed)...)
}

// end completes the response. A failure before it has begun is answered with a status; a later one is the last event of a
// stream, or closes the connection where there are no events.
func (e *Exchange) end(failed *fault.Error) {
	streams := e.route.Call.ServerStreams
	switch {
	case failed == nil:
		if streams {
			_ = e.begin(EventStream) // a stream without messages is an empty one
		}
	case !e.begun:
		Fail(e.w, failed)
	case streams && !e.raw:
		_ = e.write(ErrorEvent(failed.Code, failed.Message, httpserver.DetailsOf(failed)...)) // the client has gone
	case streams:
		panic(http.ErrAbortHandler) // what was sent would look whole
	}
}

// watchDrain bounds the writes of a stream once the server drains. The function it returns ends that.
func (e *Exchange) watchDrain() (stop func() bool) {
	if !e.route.Call.ServerStreams {
		return func() bool { return true }
	}
	return context.AfterFunc(e.mux.options.Pipeline.Draining(), func() {
		_ = http.NewResponseController(e.w).SetWriteDeadline(time.Now().Add(lastWrite)) // fails once the response has ended
	})
}
