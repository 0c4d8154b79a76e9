package telemetry

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are those of OpenTelemetry's semantic conventions, with the names that Prometheus gives them.
type metrics struct {
	httpDuration, rpcDuration *prometheus.HistogramVec
	httpActive, rpcActive     prometheus.Gauge
}

func newMetrics(service string, b build) (*prometheus.Registry, *metrics, error) {
	m := &metrics{
		httpDuration: histogram("http_server_request_duration_seconds", "Duration of HTTP requests.",
			"http_request_method", "http_route", "http_response_status_code"),
		rpcDuration: histogram("rpc_server_call_duration_seconds", "Duration of remote procedure calls.",
			"rpc_system_name", "rpc_method", "rpc_response_status_code"),
		httpActive: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_server_active_requests", Help: "HTTP requests in flight.",
		}),
		rpcActive: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "rpc_server_active_calls", Help: "Remote procedure calls in flight.",
		}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "build_info", Help: "What is running; always 1.",
		ConstLabels: prometheus.Labels{
			"service": service, "version": b.version, "revision": b.revision, "goversion": b.goVersion,
		},
	})
	info.Set(1)
	registry := prometheus.NewRegistry()
	var errs []error
	for _, c := range []prometheus.Collector{
		m.httpDuration, m.rpcDuration, m.httpActive, m.rpcActive, info,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		errs = append(errs, registry.Register(c))
	}
	return registry, m, errors.Join(errs...)
}

func histogram(name, help string, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: name, Help: help,
		Buckets: []float64{.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10},
		// Native buckets are 10 % wide: the classic ones can't tell a p99 of 1.1 s from one of 2.4 s.
		NativeHistogramBucketFactor: 1.1,
		// Durations spread over many magnitudes would grow a series without end; 160 hold a million to one.
		NativeHistogramMaxBucketNumber: 160,
	}, labels)
}

// observe counts a request; its trace id makes the way from a slow bucket to the trace, if there is one to find.
func observe(o prometheus.Observer, elapsed time.Duration, traceID string, sampled bool) {
	if e, ok := o.(prometheus.ExemplarObserver); ok && sampled {
		e.ObserveWithExemplar(elapsed.Seconds(), prometheus.Labels{"trace_id": traceID})
		return
	}
	o.Observe(elapsed.Seconds())
}
