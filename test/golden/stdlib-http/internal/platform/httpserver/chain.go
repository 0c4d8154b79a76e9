package httpserver

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// TraceHeader returns the trace id of a request to its caller.
const TraceHeader = "X-Trace-Id"

// Limits are the bounds of one request.
type Limits struct {
	MaxBodyBytes int64
}

// Chain puts in front of next, from the outside in: the span, the line in the log and the metrics of a request,
// recovery from panics, limits. Nothing answers a request before it has its trace id.
func Chain(tel *telemetry.Telemetry, limits Limits, next http.Handler) http.Handler {
	return observe(tel, recovered(tel, limited(limits, next)))
}

func observe(tel *telemetry.Telemetry, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, call := tel.StartHTTP(r.Context(), r)
		w.Header().Set(TraceHeader, call.TraceID())
		recorder := &recorder{ResponseWriter: w}
		defer func() {
			call.SetBytes(recorder.bytes)
			call.EndHTTP(recorder.answered(), nil)
		}()
		next.ServeHTTP(recorder, r.WithContext(ctx))
	})
}

// recovered answers 500 for a panic: net/http would cut the connection, and take the other streams on it along.
func recovered(tel *telemetry.Telemetry, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			panicked := recover()
			if panicked == nil {
				return
			}
			if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(panicked) // the handler means to cut the connection
			}
			tel.Logger().ErrorContext(r.Context(), "panic", "panic", panicked, "stack", string(debug.Stack()))
			telemetry.FromContext(r.Context()).SetError(fmt.Errorf("panic: %v", panicked))
			WriteError(w, fault.Internal, "internal error")
		}()
		next.ServeHTTP(w, r)
	})
}

func limited(limits Limits, next http.Handler) http.Handler {
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

// recorder notes what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) answered() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= 200 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController flush, hijack and set deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
