// Package httpserver is net/http with its limits set, and the chain that every public request passes.
package httpserver

import (
	"crypto/tls"
	"errors"
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

// New returns a server that no slow or silent client can hold.
func New(handler http.Handler, cfg Config, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler,
		// Headers that drip in byte by byte hold a connection each; IdleTimeout alone does not end them.
		ReadHeaderTimeout: or(cfg.ReadHeaderTimeout, ReadHeaderTimeout),
		// The same for bodies.
		ReadTimeout: or(cfg.ReadTimeout, ReadTimeout),
		// A client that stops reading would hold its handler; streams lift this with Stream.
		WriteTimeout: or(cfg.WriteTimeout, WriteTimeout),
		// Connections that clients forgot stay open for as long as ReadTimeout otherwise, or for ever.
		IdleTimeout: IdleTimeout,
		// Go's default is 1 MiB for each connection.
		MaxHeaderBytes: MaxHeaderBytes,
		TLSConfig:      cfg.TLS,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

func or(value, fallback time.Duration) time.Duration {
	if value != 0 {
		return value
	}
	return fallback
}

// Serve blocks until the server is shut down, which is no error.
func Serve(server *http.Server, listener net.Listener) error {
	var err error
	if server.TLSConfig != nil {
		err = server.ServeTLS(listener, "", "")
	} else {
		err = server.Serve(listener)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Stream lifts the deadlines from the answer to come, which would cut it after WriteTimeout.
func Stream(w http.ResponseWriter) error {
	control := http.NewResponseController(w)
	return errors.Join(control.SetWriteDeadline(time.Time{}), control.SetReadDeadline(time.Time{}))
}
