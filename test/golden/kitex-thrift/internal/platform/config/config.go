// Package config is the settings that every service has, whatever it speaks, read from environment variables once, at the
// start.
package config

import (
	"log/slog"
	"time"

	"example.com/orders/internal/platform/env"
	"example.com/orders/internal/platform/tlsconf"
)

// Config is the settings, checked. A field's comment names its variable and default.
type Config struct {
	Public    map[string]string // addresses by port: HTTP_ADDR ":8080", GRPC_ADDR ":9090", THRIFT_ADDR ":9090"
	AdminAddr string            // ADMIN_ADDR, ":8081"

	DebugAddr  string // DEBUG_ADDR, unset: no debug listener
	DebugToken string // DEBUG_TOKEN, required with DEBUG_ADDR

	TLS         tlsconf.Config // TLS_CERT_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE, TLS_TICKET_KEYS_FILE
	DatabaseURL string         // DATABASE_URL, "file:<name>.db"

	LogLevel        slog.Level    // LOG_LEVEL, info
	ShutdownTimeout time.Duration // SHUTDOWN_TIMEOUT, 10s: how long requests in flight may take to end
	DrainDelay      time.Duration // DRAIN_DELAY, 0s: how long to serve on after readiness is off
	MaxRequestBytes int64         // MAX_REQUEST_BYTES, 4 MiB: the body of a request, or one message
}

// ports are the variable and the default address of each port that a service can have.
var ports = map[string]struct{ variable, address string }{
	"http":   {"HTTP_ADDR", ":8080"},
	"grpc":   {"GRPC_ADDR", ":9090"},
	"thrift": {"THRIFT_ADDR", ":9090"},
}

// Load reads the settings of the service called name, which listens on the given ports. Mistakes are in e.
func Load(name string, e *env.Env, listeners []string) Config {
	cfg := Config{
		Public:    make(map[string]string, len(listeners)),
		AdminAddr: e.Address("ADMIN_ADDR", ":8081"),

		DebugAddr:  e.Address("DEBUG_ADDR", ""),
		DebugToken: e.Text("DEBUG_TOKEN", ""),

		TLS: tlsconf.Config{
			CertFile:       e.Text("TLS_CERT_FILE", ""),
			KeyFile:        e.Text("TLS_KEY_FILE", ""),
			ClientCAFile:   e.Text("TLS_CLIENT_CA_FILE", ""),
			TicketKeysFile: e.Text("TLS_TICKET_KEYS_FILE", ""),
		},
		DatabaseURL: e.Text("DATABASE_URL", "file:"+name+".db"),

		LogLevel:        e.Level("LOG_LEVEL", slog.LevelInfo),
		ShutdownTimeout: e.Duration("SHUTDOWN_TIMEOUT", 10*time.Second),
		DrainDelay:      e.Duration("DRAIN_DELAY", 0),
		MaxRequestBytes: e.Bytes("MAX_REQUEST_BYTES", 4<<20),
	}
	for _, listener := range listeners {
		port := ports[listener]
		cfg.Public[listener] = e.Address(port.variable, port.address)
	}
	if cfg.DebugAddr != "" && cfg.DebugToken == "" {
		// An open pprof port hands heap dumps, and the secrets in them, to whoever finds it.
		e.Fail("DEBUG_TOKEN is empty: DEBUG_ADDR needs a token")
	}
	return cfg
}
