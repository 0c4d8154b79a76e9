package transport

import (
	"context"
	"fmt"
	"net"
	"time"

	"google.golang.org/grpc"
)

// lastFrames is how long a drain waits, once every call has returned, for what is still to be sent: to a client that does
// not read, it never is.
const lastFrames = 500 * time.Millisecond

// grpcServer is a gRPC server that drains within the time it is given.
type grpcServer struct {
	*grpcMount
	server *grpc.Server
}

// Serve serves the one listener, whatever its name, until Shutdown, which is no error.
func (s *grpcServer) Serve(listeners map[string]net.Listener) error {
	if len(listeners) != 1 {
		return fmt.Errorf("a gRPC server has one listener, not %d", len(listeners))
	}
	for _, listener := range listeners {
		return s.server.Serve(listener)
	}
	return nil
}

// Shutdown ends streams with UNAVAILABLE and waits for the calls in flight. When ctx ends, it closes the connections of
// those that are left, and does not wait for their handlers.
func (s *grpcServer) Shutdown(ctx context.Context) error {
	s.deps.Pipeline.Drain()
	drained := make(chan struct{})
	go func() {
		s.server.GracefulStop()
		close(drained)
	}()
	select {
	case <-drained:
	case <-s.idle(ctx):
		select {
		case <-drained:
		case <-time.After(lastFrames):
			s.server.Stop()
		case <-ctx.Done():
			go s.server.Stop() // it waits for handlers, which may ignore their contexts
		}
	}
	if left := s.recorder.running.Load(); left > 0 {
		return fmt.Errorf("%d calls did not end: %w", left, context.Cause(ctx))
	}
	return nil
}

// idle returns a channel that is closed when no call is left, or ctx ends.
func (s *grpcServer) idle(ctx context.Context) <-chan struct{} {
	idle := make(chan struct{})
	go func() {
		defer close(idle)
		for s.recorder.running.Load() > 0 && ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return idle
}
