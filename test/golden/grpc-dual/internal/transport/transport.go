package transport

import (
	"example.com/orders/internal/platform/lifecycle"
	"example.com/orders/internal/rpc"
)

// Ports names the public listeners.
func Ports() []string { return []string{"http", "grpc"} }

// Server serves gRPC on one listener and HTTP/JSON on the other.
type Server struct{ lifecycle.Ports }

// New returns the server of the services.
func New(services rpc.Services, deps Deps) (*Server, error) {
	http, err := newHTTP(Routes(services), deps)
	if err != nil {
		return nil, err
	}
	return &Server{lifecycle.Ports{"http": http, "grpc": newGRPC(registerAll(services), deps)}}, nil
}
