package transport

import "example.com/orders/internal/platform/health"

// Modules returns the versions that this service was made with, of the modules that it imports: older ones lack fixes that
// the runtime counts on.
func Modules() []health.Module {
	return []health.Module{
		{Path: "entgo.io/ent", Version: "v0.14.6"},
		{Path: "github.com/prometheus/client_golang", Version: "v1.25.0"},
		{Path: "go.opentelemetry.io/otel", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/otel/sdk", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/otel/trace", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/proto/otlp", Version: "v1.11.0"},
		{Path: "google.golang.org/genproto/googleapis/api", Version: "v0.0.0-20261026165753-2ffab32bce7e"},
		{Path: "google.golang.org/protobuf", Version: "v1.36.12"},
		{Path: "modernc.org/sqlite", Version: "v1.62.0"},
	}
}
