package client_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel/trace"

	"example.com/orders/client"
)

func get(t *testing.T, c *http.Client, url string) {
	t.Helper()
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{15: 7}, SpanID: trace.SpanID{7: 1}})
	request, err := http.NewRequestWithContext(trace.ContextWithSpanContext(t.Context(), span), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
}

func TestConnectionsAreReused(t *testing.T) {
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := client.New(nil)
	for range 100 {
		get(t, c, server.URL)
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("100 calls took %d connections", n)
	}
}

func TestTheTraceGoesAlong(t *testing.T) {
	var header atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { header.Store(r.Header.Get("traceparent")) }))
	defer server.Close()
	get(t, client.New(nil), server.URL)
	if want := "00-00000000000000000000000000000007-0000000000000001-00"; header.Load() != want {
		t.Errorf("traceparent %v, want %s", header.Load(), want)
	}
}

func TestTLSSessionsAreResumed(t *testing.T) {
	var resumed atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.TLS.DidResume {
			resumed.Add(1)
		}
	}))
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	c := client.New(&tls.Config{RootCAs: roots})
	for range 3 {
		get(t, c, server.URL)
		c.CloseIdleConnections()
	}
	if n := resumed.Load(); n != 2 {
		t.Errorf("%d of 2 connections resumed the first one's session", n)
	}
}
