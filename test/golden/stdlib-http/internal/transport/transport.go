package transport

import (
	"context"
	"errors"
	"net"
	"net/http"

	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/rpc"
)

// Framework is the Go module whose version the health report names; net/http comes with Go.
const Framework = "std"

// Ports names the public listeners.
func Ports() []string { return []string{"http"} }

// Server serves HTTP/JSON with net/http.
type Server struct {
	http *http.Server
}

// New builds the server around the services. It fails when a rule of the IDL does not compile.
func New(services rpc.Services, deps Deps) (*Server, error) {
	validate, err := newValidate()
	if err != nil {
		return nil, err
	}
	draining, drain := context.WithCancel(context.Background())
	api, err := httpjson.New(Routes(services), httpjson.Options{
		IgnoreUnknown: deps.HTTPUnknownFields == "ignore",
		Draining:      draining,
		Validate:      validate,
	})
	if err != nil {
		drain()
		return nil, err
	}
	// A route of your own goes in front of api. An http.ServeMux around it would redirect paths such as /v1/files//a.
	handler := httpserver.Chain(deps.Telemetry, httpserver.Limits{MaxBodyBytes: deps.MaxRequestBytes}, api)
	server := httpserver.New(handler, httpserver.Config{TLS: deps.TLS}, deps.Log)
	server.RegisterOnShutdown(drain) // an open stream would hold the shutdown until its time is out
	return &Server{http: server}, nil
}

// Serve blocks until Shutdown or a failure.
func (s *Server) Serve(listeners map[string]net.Listener) error {
	return httpserver.Serve(s.http, listeners["http"])
}

// Shutdown ends streams with UNAVAILABLE and waits for the requests in flight; what is left when ctx ends is cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.http.Close())
	}
	return err
}
