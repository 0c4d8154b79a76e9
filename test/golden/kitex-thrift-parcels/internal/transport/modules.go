package transport

import "example.com/orders/internal/platform/health"

// Modules returns the versions that this service was made with, of the modules that it imports: older ones lack fixes that
// the runtime counts on.
func Modules() []health.Module {
	return []health.Module{
		{Path: "github.com/bytedance/gopkg", Version: "v0.1.4"},
		{Path: "github.com/cloudwego/gopkg", Version: "v0.2.0"},
		{Path: "github.com/cloudwego/kitex", Version: "v0.16.3"},
		{Path: "github.com/prometheus/client_golang", Version: "v1.25.0"},
		{Path: "go.opentelemetry.io/otel", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/otel/sdk", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/otel/trace", Version: "v1.47.0"},
		{Path: "go.opentelemetry.io/proto/otlp", Version: "v1.11.0"},
		{Path: "google.golang.org/protobuf", Version: "v1.36.12"},
	}
}
