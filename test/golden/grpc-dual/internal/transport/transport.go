package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"

	"google.golang.org/grpc"
	healthgrpc "google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/rpc"
)

// Framework is the Go module whose version the health report names.
const Framework = "google.golang.org/grpc"

// Ports names the public listeners: gRPC, and its JSON gateway over HTTP.
func Ports() []string { return []string{"http", "grpc"} }

// Server serves gRPC on one listener and the gateway on another.
type Server struct {
	grpc    *grpc.Server
	calls   *calls
	health  *healthgrpc.Server
	gateway *http.Server
	streams *streams
}

// New builds both servers around the services. It fails when a rule of the IDL does not compile.
func New(services rpc.Services, deps Deps) (*Server, error) {
	validate, err := newValidate()
	if err != nil {
		return nil, err
	}
	return newServer(services, deps, validate)
}

func newServer(services rpc.Services, deps Deps, validate func(proto.Message) error) (*Server, error) {
	s := &Server{calls: newCalls(deps.Telemetry), health: healthgrpc.NewServer(), streams: newStreams()}
	answers := &answers{log: deps.Log, validate: validate}
	s.grpc = newGRPC(deps, s.calls, s.streams, answers)
	outer := traced{s.grpc, s.calls}
	inner := newInprocess(answers, s.streams)
	register(outer, services)
	register(inner, services)
	grpc_health_v1.RegisterHealthServer(outer, s.health)
	if deps.GRPCReflection {
		reflection.Register(s.grpc)
	}
	var err error
	s.gateway, err = newGateway(services, inner, deps)
	return s, err
}

// Serve blocks until Shutdown, or until one of the two servers fails.
func (s *Server) Serve(listeners map[string]net.Listener) error {
	var both sync.WaitGroup
	failed := make(chan error, 2)
	both.Go(func() { failed <- s.grpc.Serve(listeners["grpc"]) })
	both.Go(func() { failed <- httpserver.Serve(s.gateway, listeners["http"]) })
	err := <-failed
	if err != nil {
		// The other half alone would look healthy to half of the callers.
		s.grpc.Stop()
		_ = s.gateway.Close() // the first error is the one to tell
	}
	both.Wait()
	return errors.Join(err, <-failed)
}

// Shutdown tells health checkers, ends streams with UNAVAILABLE and waits for the calls in flight; what is left when
// ctx ends is cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	s.health.Shutdown()
	s.streams.drain()
	done := make(chan struct{})
	go func() {
		s.grpc.GracefulStop()
		close(done)
	}()
	err := s.gateway.Shutdown(ctx)
	if err != nil {
		_ = s.gateway.Close() // cut off what did not end in time
	}
	select {
	case <-done:
	case <-ctx.Done():
		s.grpc.Stop() // makes GracefulStop return
		<-done
		err = errors.Join(err, ctx.Err())
	}
	s.streams.wait()
	return err
}
