package httpserver

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// TraceHeader is the response header with the trace id of the request.
const TraceHeader = "X-Trace-Id"

// Limits are the bounds of one request.
type Limits struct {
	MaxBodyBytes int64
}

// Chain returns next behind Record, Recover and Limit, the first outermost: no request is answered before it has its
// trace id, and none without being counted.
func Chain(tel *telemetry.Telemetry, draining func() bool, limits Limits, next http.Handler) http.Handler {
	return Record(tel, draining, Recover(tel.Logger(), Limit(limits, next)))
}

// Record starts the trace, and writes the line in the log and the metrics of each request. While the server drains, it
// asks clients to close their connections: a request on a connection that the shutdown closes is lost.
func Record(tel *telemetry.Telemetry, draining func() bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, call := tel.StartHTTP(r.Context(), r)
		w.Header().Set(TraceHeader, call.TraceID())
		if draining() {
			w.Header().Set("Connection", "close") // over HTTP/2 net/http sends GOAWAY for it
		}
		recorder := &recorder{ResponseWriter: w, ctx: ctx}
		defer func() {
			call.SetBytes(recorder.bytes)
			call.EndHTTP(recorder.answered(), nil)
		}()
		next.ServeHTTP(recorder, r.WithContext(ctx))
	})
}

// Recover answers 500 when a handler panics: net/http would close the connection, and with it every other stream on it.
// A response that has begun can't be taken back: its connection is closed, so that the client does not take what it has
// for the whole.
func Recover(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			panicked := recover()
			if panicked == nil {
				return
			}
			if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(panicked) // the handler means to close the connection
			}
			log.ErrorContext(r.Context(), "panic", "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
			telemetry.FromContext(r.Context()).SetError(fmt.Errorf("panic: %v", panicked))
			if recorder, ok := w.(*recorder); ok && recorder.status != 0 {
				recorder.status = http.StatusInternalServerError
				panic(http.ErrAbortHandler)
			}
			WriteError(w, fault.Internal, "internal error")
		}()
		next.ServeHTTP(w, r)
	})
}

// Limit bounds the body of each request.
func Limit(limits Limits, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > limits.MaxBodyBytes {
			TooLarge(w, limits.MaxBodyBytes)
			return
		}
		// A body without a length could be read until memory ends.
		r.Body = http.MaxBytesReader(w, r.Body, limits.MaxBodyBytes)
		next.ServeHTTP(w, r)
	})
}
