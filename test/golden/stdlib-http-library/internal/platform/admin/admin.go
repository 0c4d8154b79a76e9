// Package admin is what operators and the cluster ask of the service: probes, health and metrics.
package admin

import (
	"net/http"

	"example.com/stdlib-http-library/internal/platform/health"
)

// Handler serves /live, /readyz, /startupz, /healthz and /metrics, and 404 for everything else: profiles have a
// listener and a token of their own.
func Handler(probes *health.Health, metrics http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /live", probes.Live)
	mux.HandleFunc("GET /readyz", probes.Readyz)
	mux.HandleFunc("GET /startupz", probes.Startupz)
	mux.HandleFunc("GET /healthz", probes.Healthz)
	mux.Handle("GET /metrics", metrics)
	return mux
}
