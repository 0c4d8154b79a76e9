package httpserver

import (
	"bufio"
	"context"
	"net"
	"net/http"
)

// recorder notes the status and the size of a response. It has every method that net/http's own ResponseWriter has and
// that frameworks look for by a type assertion: without one, their streams do nothing or panic.
type recorder struct {
	http.ResponseWriter
	ctx    context.Context // of the request
	status int             // 0 until the response begins
	bytes  int64
}

func (r *recorder) answered() int {
	if r.status == 0 {
		return http.StatusOK // what net/http sends for a handler that writes nothing
	}
	return r.status
}

func (r *recorder) begin(status int) {
	if r.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		r.status = status
	}
}

func (r *recorder) WriteHeader(status int) {
	r.begin(status)
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	r.begin(http.StatusOK)
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// Flush implements http.Flusher.
func (r *recorder) Flush() { _ = r.FlushError() } // http.Flusher has no error to return

// FlushError is what http.ResponseController calls.
func (r *recorder) FlushError() error {
	r.begin(http.StatusOK)
	return http.NewResponseController(r.ResponseWriter).Flush()
}

// Hijack implements http.Hijacker.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	r.begin(http.StatusSwitchingProtocols)
	return http.NewResponseController(r.ResponseWriter).Hijack()
}

// CloseNotify implements http.CloseNotifier, which net/http has deprecated and frameworks still call.
func (r *recorder) CloseNotify() <-chan bool {
	closed := make(chan bool, 1)
	context.AfterFunc(r.ctx, func() { closed <- true })
	return closed
}

// Unwrap lets http.ResponseController set deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
