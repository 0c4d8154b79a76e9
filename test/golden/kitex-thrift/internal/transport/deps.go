// Package transport serves the methods of package rpc with the framework of this service, which nothing else imports.
//
// Its surface is the same for every framework: Ports names the public listeners, New builds the server, Serve runs it until
// Shutdown. Every call passes Deps.Pipeline.
package transport

import (
	"crypto/tls"
	"log/slog"

	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/health"
	"example.com/orders/internal/platform/telemetry"
)

// Deps is what a framework is given beside the services.
type Deps struct {
	Log       *slog.Logger
	Telemetry *telemetry.Telemetry
	Health    *health.Health
	TLS       *tls.Config // nil serves plaintext
	Pipeline  *call.Pipeline

	MaxRequestBytes int64 // of the body of a request, or of one message
	Settings
}
