// Package client is how other services call this one over HTTP: a client that keeps its connections.
package client

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/propagation"
)

// Timeout bounds a call whose context has no deadline, its body included.
const Timeout = 10 * time.Second

// sessions is how many servers' TLS sessions the client remembers.
const sessions = 64

// New returns a client. Use one for the life of the process, and read bodies to their end: a client for each call
// leaves a socket in TIME_WAIT for each. A nil config means the system's CAs.
//
// The trace of a request's context goes along, by W3C trace context and baggage. For streams set Timeout to 0.
func New(config *tls.Config) *http.Client {
	if config == nil {
		config = &tls.Config{}
	}
	config = config.Clone()
	config.MinVersion = tls.VersionTLS13
	if config.ClientSessionCache == nil {
		// Go keeps no sessions by itself: without a cache, none is ever resumed.
		config.ClientSessionCache = tls.NewLRUClientSessionCache(sessions)
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Client{
		Timeout: Timeout,
		Transport: &traced{
			propagator: propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}),
			next: &http.Transport{
				Proxy:           http.ProxyFromEnvironment,
				DialContext:     dialer.DialContext,
				TLSClientConfig: config,
				// Go's 2 idle connections a host make bursts dial anew, and fill the port range with TIME_WAIT.
				MaxIdleConnsPerHost:   64,
				MaxIdleConns:          256,
				IdleConnTimeout:       90 * time.Second, // below the server's two minutes, so the client closes first
				MaxConnsPerHost:       256,              // a slow server must not cost a connection for each call
				TLSHandshakeTimeout:   5 * time.Second,
				ResponseHeaderTimeout: Timeout,
				ForceAttemptHTTP2:     true,
			},
		},
	}
}

// traced adds the trace context to requests.
type traced struct {
	propagator propagation.TextMapPropagator
	next       *http.Transport
}

func (t *traced) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context()) // a RoundTripper must not change what it was given
	t.propagator.Inject(r.Context(), propagation.HeaderCarrier(r.Header))
	return t.next.RoundTrip(r)
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the transport.
func (t *traced) CloseIdleConnections() {
	t.next.CloseIdleConnections()
}
