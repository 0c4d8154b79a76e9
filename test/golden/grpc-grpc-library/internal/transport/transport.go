package transport

import "example.com/orders/internal/rpc"

// Ports names the public listeners.
func Ports() []string { return []string{"grpc"} }

// Server serves gRPC.
type Server = grpcServer

// New returns the server of the services.
func New(services rpc.Services, deps Deps) (*Server, error) {
	return newGRPC(registerAll(services), deps), nil
}
