// Package admin is what operators and the cluster ask of the service: probes, health, metrics and its description.
package admin

import (
	"io"
	"net/http"

	"example.com/orders/internal/platform/health"
)

// Handler serves /live, /readyz, /startupz, /healthz and /metrics, /openapi.yaml unless openAPI is empty, and 404 for
// everything else: profiles have a listener and a token of their own.
func Handler(probes *health.Health, metrics http.Handler, openAPI string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /live", probes.Live)
	mux.HandleFunc("GET /readyz", probes.Readyz)
	mux.HandleFunc("GET /startupz", probes.Startupz)
	mux.HandleFunc("GET /healthz", probes.Healthz)
	mux.Handle("GET /metrics", metrics)
	if openAPI != "" {
		mux.HandleFunc("GET /openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/yaml")
			_, _ = io.WriteString(w, openAPI) // an error means that the caller has gone
		})
	}
	return mux
}
