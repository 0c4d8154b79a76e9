// Package config reads the service's settings from environment variables, once, at the start.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"time"

	"example.com/orders/internal/platform/tlsconf"
)

// Config is every setting of the service, checked. A field's comment names its variable and default.
type Config struct {
	HTTPAddr  string // HTTP_ADDR, ":8080"
	GRPCAddr  string // GRPC_ADDR, ":9090"
	AdminAddr string // ADMIN_ADDR, ":8081"

	DebugAddr  string // DEBUG_ADDR, unset: no debug listener
	DebugToken string // DEBUG_TOKEN, required with DEBUG_ADDR

	TLS         tlsconf.Config // TLS_CERT_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE, TLS_TICKET_KEYS_FILE
	DatabaseURL string         // DATABASE_URL, "file:<name>.db"

	LogLevel        slog.Level    // LOG_LEVEL, info
	ShutdownTimeout time.Duration // SHUTDOWN_TIMEOUT, 10s: how long requests in flight may take to end
	DrainDelay      time.Duration // DRAIN_DELAY, 0s: how long to serve on after readiness is off

	MaxRequestBytes   int64  // MAX_REQUEST_BYTES, 4 MiB: an HTTP body or a gRPC message
	HTTPUnknownFields string // HTTP_UNKNOWN_FIELDS, "refuse" or "ignore"
	GRPCFlowControl   string // GRPC_FLOW_CONTROL, "auto" or "fixed"
	GRPCReflection    bool   // GRPC_REFLECTION, "off" or "on"
}

// Load reads the settings of the service called name. Its error is one line that names the variable, its value
// unless it is a secret, and what is accepted.
func Load(name string, getenv func(string) string) (Config, error) {
	r := reader{getenv: getenv}
	cfg := Config{
		HTTPAddr:  r.address("HTTP_ADDR", ":8080"),
		GRPCAddr:  r.address("GRPC_ADDR", ":9090"),
		AdminAddr: r.address("ADMIN_ADDR", ":8081"),

		DebugAddr:  r.address("DEBUG_ADDR", ""),
		DebugToken: getenv("DEBUG_TOKEN"),

		TLS: tlsconf.Config{
			CertFile:       getenv("TLS_CERT_FILE"),
			KeyFile:        getenv("TLS_KEY_FILE"),
			ClientCAFile:   getenv("TLS_CLIENT_CA_FILE"),
			TicketKeysFile: getenv("TLS_TICKET_KEYS_FILE"),
		},
		DatabaseURL: r.text("DATABASE_URL", "file:"+name+".db"),

		LogLevel:        r.level("LOG_LEVEL", slog.LevelInfo),
		ShutdownTimeout: r.duration("SHUTDOWN_TIMEOUT", 10*time.Second),
		DrainDelay:      r.duration("DRAIN_DELAY", 0),

		MaxRequestBytes:   r.bytes("MAX_REQUEST_BYTES", 4<<20),
		HTTPUnknownFields: r.choice("HTTP_UNKNOWN_FIELDS", "refuse", "ignore"),
		GRPCFlowControl:   r.choice("GRPC_FLOW_CONTROL", "auto", "fixed"),
		GRPCReflection:    r.choice("GRPC_REFLECTION", "off", "on") == "on",
	}
	if cfg.DebugAddr != "" && cfg.DebugToken == "" {
		// An open pprof port hands heap dumps, and the secrets in them, to whoever finds it.
		r.fail("DEBUG_TOKEN is empty: DEBUG_ADDR needs a token")
	}
	return cfg, r.err
}

// Public returns the addresses of the ports that the transport has.
func (c Config) Public(ports []string) map[string]string {
	all := map[string]string{"http": c.HTTPAddr, "grpc": c.GRPCAddr}
	addresses := make(map[string]string, len(ports))
	for _, port := range ports {
		addresses[port] = all[port]
	}
	return addresses
}

// reader keeps the first error, so that Load reads as a list.
type reader struct {
	getenv func(string) string
	err    error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func (r *reader) text(name, fallback string) string {
	if v := r.getenv(name); v != "" {
		return v
	}
	return fallback
}

func (r *reader) address(name, fallback string) string {
	v := r.text(name, fallback)
	if v == "" {
		return ""
	}
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		r.fail(`%s=%q: want host:port, such as ":8080"`, name, v)
	}
	return v
}

func (r *reader) duration(name string, fallback time.Duration) time.Duration {
	v := r.getenv(name)
	if v == "" {
		return fallback
	}
	d, err := time.ParseDuration(v)
	if err != nil || d < 0 {
		r.fail(`%s=%q: want a duration of zero or more, such as "10s"`, name, v)
	}
	return d
}

func (r *reader) bytes(name string, fallback int64) int64 {
	v := r.getenv(name)
	if v == "" {
		return fallback
	}
	n, err := strconv.ParseInt(v, 10, 32)
	if err != nil || n < 1 {
		r.fail("%s=%q: want a number of bytes from 1 to 2147483647", name, v)
	}
	return n
}

func (r *reader) choice(name, fallback, other string) string {
	v := r.text(name, fallback)
	if v != fallback && v != other {
		r.fail("%s=%q: want %s or %s", name, v, fallback, other)
	}
	return v
}

func (r *reader) level(name string, fallback slog.Level) slog.Level {
	v := r.getenv(name)
	if v == "" {
		return fallback
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(v)); err != nil {
		r.fail("%s=%q: want debug, info, warn or error", name, v)
	}
	return level
}
