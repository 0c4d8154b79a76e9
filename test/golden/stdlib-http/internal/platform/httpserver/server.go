// Package httpserver is net/http with its limits set, and the chain that every public request passes.
package httpserver

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Defaults of Config.
const (
	ReadHeaderTimeout = 5 * time.Second
	ReadTimeout       = 30 * time.Second
	WriteTimeout      = 30 * time.Second
	IdleTimeout       = 2 * time.Minute
	MaxHeaderBytes    = 64 << 10
)

// Config changes what New sets; zero values mean the defaults above.
type Config struct {
	TLS               *tls.Config // nil serves plaintext
	ReadHeaderTimeout time.Duration
	ReadTimeout       time.Duration
	WriteTimeout      time.Duration
}

// Server is net/http's server as a transport has one: it serves one listener until it is shut down.
type Server struct {
	*http.Server
}

// New returns a server that no slow or silent client can hold.
func New(handler http.Handler, cfg Config, log *slog.Logger) *Server {
	return &Server{&http.Server{
		Handler: handler,
		// Headers that arrive byte by byte hold a connection each; IdleTimeout alone does not end them.
		ReadHeaderTimeout: cmp.Or(cfg.ReadHeaderTimeout, ReadHeaderTimeout),
		// The same for bodies.
		ReadTimeout: cmp.Or(cfg.ReadTimeout, ReadTimeout),
		// A client that stops reading would hold its handler; streams lift this with Stream.
		WriteTimeout: cmp.Or(cfg.WriteTimeout, WriteTimeout),
		// Without it, connections that clients forgot stay open for as long as ReadTimeout, or for ever.
		IdleTimeout: IdleTimeout,
		// Go's default is 1 MiB for each connection.
		MaxHeaderBytes: MaxHeaderBytes,
		TLSConfig:      cfg.TLS,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}}
}

// Serve serves the one listener, whatever its name, until Shutdown, which is no error.
func (s *Server) Serve(listeners map[string]net.Listener) error {
	if len(listeners) != 1 {
		return fmt.Errorf("an HTTP server has one listener, not %d", len(listeners))
	}
	for _, listener := range listeners {
		if err := s.serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
	}
	return nil
}

func (s *Server) serve(listener net.Listener) error {
	if s.TLSConfig != nil {
		return s.ServeTLS(listener, "", "")
	}
	return s.Server.Serve(listener)
}

// Shutdown stops accepting connections and waits for the requests in flight. It closes the connections of those that are
// left when ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.Server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.Close())
	}
	return err
}

// Stream lifts the deadlines of the response to come, which would cut it off after WriteTimeout: call ExtendWrite before
// each write.
func Stream(w http.ResponseWriter) error {
	control := http.NewResponseController(w)
	return errors.Join(control.SetWriteDeadline(time.Time{}), control.SetReadDeadline(time.Time{}))
}

// ExtendWrite gives the next write of a stream WriteTimeout from now: a client that stops reading would hold the stream
// for ever.
func ExtendWrite(w http.ResponseWriter) error {
	return http.NewResponseController(w).SetWriteDeadline(time.Now().Add(WriteTimeout))
}
