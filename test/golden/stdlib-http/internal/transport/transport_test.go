package transport

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/orders/internal/platform/telemetry"
	"example.com/orders/internal/rpc"
)

// unknown is a path that no IDL has, so that these tests hold whatever the IDL is.
const unknown = "/no/such/path"

type running struct {
	url    string
	client *http.Client
	// stop shuts the server down and returns what it logged and how Serve ended.
	stop func() (string, error)
}

func start(t *testing.T) running {
	t.Helper()
	var log bytes.Buffer
	tel, err := telemetry.New(t.Context(), telemetry.Config{Service: "test"}, &log)
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(rpc.Services{}, Deps{Log: tel.Logger(), Telemetry: tel, MaxRequestBytes: 1000, HTTPUnknownFields: "refuse"})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(map[string]net.Listener{Ports()[0]: listener}) }()
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	return running{"http://" + listener.Addr().String(), client, func() (string, error) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
		err := <-served
		return log.String(), err
	}}
}

func TestAnUnknownPathIsAnsweredTracedAndLogged(t *testing.T) {
	r := start(t)
	response, err := r.client.Get(r.url + unknown)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusNotFound || !strings.Contains(string(body), `"code":5`) {
		t.Errorf("%d %s %v", response.StatusCode, body, err)
	}
	id := response.Header.Get("x-trace-id")
	log, err := r.stop()
	if err != nil {
		t.Errorf("Serve: %v", err)
	}
	if len(id) != 32 || !strings.Contains(log, `"trace_id":"`+id) {
		t.Errorf("trace id %q is not in %s", id, log)
	}
}

func TestShutdownEndsServeAndTheListener(t *testing.T) {
	r := start(t)
	if _, err := r.stop(); err != nil {
		t.Errorf("Serve: %v", err)
	}
	if response, err := r.client.Get(r.url + unknown); err == nil {
		response.Body.Close()
		t.Error("the server answers after its shutdown")
	}
}
