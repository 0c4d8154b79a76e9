// Package env reads settings from environment variables and keeps the first mistake, so that reading them is a list.
package env

import (
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Env reads variables. A variable that is unset or empty has its default.
type Env struct {
	getenv func(string) string
	err    error
}

// New returns an Env that reads variables with getenv.
func New(getenv func(string) string) *Env { return &Env{getenv: getenv} }

// Err returns the first mistake: one line that names the variable, its value unless that is a secret, and what is accepted.
func (e *Env) Err() error { return e.err }

// Fail records a mistake.
func (e *Env) Fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

// Text returns the value of a variable.
func (e *Env) Text(name, fallback string) string {
	if v := e.getenv(name); v != "" {
		return v
	}
	return fallback
}

// Address returns a value of the form host:port.
func (e *Env) Address(name, fallback string) string {
	v := e.Text(name, fallback)
	if v == "" {
		return ""
	}
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		e.Fail(`%s=%q: want host:port, such as ":8080"`, name, v)
	}
	return v
}

// Duration returns a duration of zero or more.
func (e *Env) Duration(name string, fallback time.Duration) time.Duration {
	v := e.getenv(name)
	if v == "" {
		return fallback
	}
	d, err := time.ParseDuration(v)
	if err != nil || d < 0 {
		e.Fail(`%s=%q: want a duration of zero or more, such as "10s"`, name, v)
	}
	return d
}

// Bytes returns a number of bytes, from 1 to 2147483647.
func (e *Env) Bytes(name string, fallback int64) int64 {
	return e.integer(name, fallback, "a number of bytes")
}

// Count returns a number from 1 to 2147483647.
func (e *Env) Count(name string, fallback int64) int64 {
	return e.integer(name, fallback, "a number")
}

func (e *Env) integer(name string, fallback int64, what string) int64 {
	v := e.getenv(name)
	if v == "" {
		return fallback
	}
	n, err := strconv.ParseInt(v, 10, 32)
	if err != nil || n < 1 {
		e.Fail("%s=%q: want %s from 1 to 2147483647", name, v, what)
	}
	return n
}

// Choice returns one of the accepted values, the first of which is the default.
func (e *Env) Choice(name string, accepted ...string) string {
	v := e.Text(name, accepted[0])
	if !slices.Contains(accepted, v) {
		e.Fail("%s=%q: want %s", name, v, strings.Join(accepted, " or "))
	}
	return v
}

// Level returns a log level.
func (e *Env) Level(name string, fallback slog.Level) slog.Level {
	v := e.getenv(name)
	if v == "" {
		return fallback
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(v)); err != nil {
		e.Fail("%s=%q: want debug, info, warn or error", name, v)
	}
	return level
}
