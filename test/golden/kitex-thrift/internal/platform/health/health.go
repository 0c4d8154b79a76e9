// Package health answers the three questions of a cluster: does the process run, has it started, may it have traffic.
package health

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// checkTimeout bounds one check: a probe that hangs on a dependency is a probe that fails for the wrong reason.
	checkTimeout = time.Second
	// cacheTime is how long an outcome holds, so that probes can't hammer a database.
	cacheTime = time.Second
)

// Info is what the report says of the service itself.
type Info struct {
	Service string
	// Framework is the path of its Go module; "std" for net/http.
	Framework string
	// Minimums are the modules that dependency_compliance_level looks at, each with the oldest version that it accepts.
	Minimums []Module
}

// Module is a Go module at a version, such as "v1.47.0".
type Module struct{ Path, Version string }

// Health tracks whether the service has started, is ready, or is draining. It is safe for concurrent use.
type Health struct {
	info Info

	draining atomic.Bool

	mu      sync.Mutex
	started bool
	checks  []check

	running  sync.Mutex // one round of checks at a time
	outcomes map[string]error
	asked    time.Time
}

type check struct {
	name string
	run  func(context.Context) error
}

// New returns the health of a service that has not started.
func New(info Info) *Health {
	return &Health{info: info}
}

// Add makes readiness depend on a check.
func (h *Health) Add(name string, run func(context.Context) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.checks = append(h.checks, check{name, run})
}

// Started says that the start has ended.
func (h *Health) Started() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.started = true
}

// Drain turns readiness off, for good.
func (h *Health) Drain() { h.draining.Store(true) }

// Draining says whether the service is going down: servers ask their clients to connect elsewhere.
func (h *Health) Draining() bool { return h.draining.Load() }

// Ready says whether traffic may come: the start has ended, no drain is on, and every check passes.
func (h *Health) Ready(ctx context.Context) bool {
	status, _ := h.status(ctx)
	return status == "ready"
}

// Live answers 200: the process runs. It asks no dependency, or an outage of the database restarts every replica.
func (h *Health) Live(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]any{"status": "live"})
}

// Startupz answers 200 once the start has ended, 503 before.
func (h *Health) Startupz(w http.ResponseWriter, _ *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.started {
		write(w, http.StatusServiceUnavailable, map[string]any{"status": "starting"})
		return
	}
	write(w, http.StatusOK, map[string]any{"status": "started"})
}

// Readyz answers 200 when traffic may come: started, not draining, and every check passes. Otherwise 503.
func (h *Health) Readyz(w http.ResponseWriter, r *http.Request) {
	status, failed := h.status(r.Context())
	if status != "ready" {
		write(w, http.StatusServiceUnavailable, map[string]any{"status": status, "failed": failed})
		return
	}
	write(w, http.StatusOK, map[string]any{"status": status})
}

// Healthz answers 200 with a report for people and dashboards: state, versions and dependencies.
func (h *Health) Healthz(w http.ResponseWriter, r *http.Request) {
	status, _ := h.status(r.Context())
	dependencies := map[string]string{}
	for name, err := range h.ask(r.Context()) {
		dependencies[name] = "ok"
		if err != nil {
			dependencies[name] = "failing" // its text is for the log, not for who can reach the port
		}
	}
	report := describe(h.info)
	report["status"] = status
	report["dependencies"] = dependencies
	write(w, http.StatusOK, report)
}

func (h *Health) status(ctx context.Context) (status string, failed []string) {
	h.mu.Lock()
	started := h.started
	h.mu.Unlock()
	switch {
	case h.Draining():
		return "draining", nil
	case !started:
		return "starting", nil
	}
	for name, err := range h.ask(ctx) {
		if err != nil {
			failed = append(failed, name)
		}
	}
	if len(failed) > 0 {
		return "failing", failed
	}
	return "ready", nil
}

// ask returns the outcome of every check, at most cacheTime old.
func (h *Health) ask(ctx context.Context) map[string]error {
	h.mu.Lock()
	checks := h.checks
	h.mu.Unlock()

	h.running.Lock()
	defer h.running.Unlock()
	if h.outcomes != nil && len(h.outcomes) == len(checks) && time.Since(h.asked) < cacheTime {
		return h.outcomes
	}
	// A caller that goes away must not leave its cancellation behind as everybody's outcome.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTimeout)
	defer cancel()
	errs := make([]error, len(checks))
	var all sync.WaitGroup
	for i, c := range checks {
		all.Go(func() { errs[i] = c.run(ctx) })
	}
	all.Wait()
	outcomes := make(map[string]error, len(checks))
	for i, c := range checks {
		outcomes[c.name] = errs[i]
	}
	h.outcomes, h.asked = outcomes, time.Now()
	return outcomes
}

func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the prober has gone
}
