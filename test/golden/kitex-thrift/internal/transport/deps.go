// Package transport serves the methods of package rpc with the framework of this service, which nothing else imports.
//
// Its surface is the same for every framework: Ports names the public listeners, New builds the server, Serve runs
// it until Shutdown.
package transport

import (
	"crypto/tls"
	"log/slog"

	"example.com/orders/internal/platform/health"
	"example.com/orders/internal/platform/telemetry"
)

// Deps is what every framework is given beside the services.
type Deps struct {
	Log       *slog.Logger
	Telemetry *telemetry.Telemetry
	Health    *health.Health
	TLS       *tls.Config // nil serves plaintext

	MaxRequestBytes   int64  // of one HTTP body or one message
	HTTPUnknownFields string // "refuse" or "ignore"
	GRPCFlowControl   string // "auto" or "fixed"
	GRPCReflection    bool
}
