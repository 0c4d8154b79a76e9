package transport

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/cloudwego/kitex/pkg/klog"
	"github.com/cloudwego/kitex/pkg/transmeta"
	"github.com/cloudwego/kitex/server"

	"gomicro.example/service/internal/rpc"
)

// Framework is the Go module whose version the health report names.
const Framework = "github.com/cloudwego/kitex"

// Ports names the public listeners.
func Ports() []string { return []string{"thrift"} }

// Server serves Thrift, in TTHeader, framed or buffered transport.
type Server struct {
	deps        Deps
	kitex       server.Server
	connections *connections
	recorder    *recorder
}

// New returns the server of the services. Kitex has one logger per process: it follows the newest server.
func New(services rpc.Services, deps Deps) (*Server, error) {
	return newServer(deps, func(s server.Server) error { return register(s, services) })
}

func newServer(deps Deps, register func(server.Server) error) (*Server, error) {
	if deps.TLS != nil {
		return nil, errors.New("TLS_CERT_FILE: kitex has no server TLS; terminate in the mesh or a sidecar")
	}
	codec, err := newBoundedCodec(int(deps.MaxRequestBytes))
	if err != nil {
		return nil, err
	}
	// Not klog.SetLogger, which races with every other user of klog in the process.
	klog.SetOutput(klogWriter{deps.Log})
	s := &Server{
		deps: deps, connections: newConnections(deps.Log, defaultTimeouts(deps.Thrift)),
		recorder: &recorder{telemetry: deps.Telemetry},
	}
	options := []server.Option{
		server.WithTransServerFactory(s.connections),
		server.WithTransHandlerFactory(transHandlers(s)),
		// Kitex would take SIGINT and SIGTERM away from main.
		server.WithExitSignal(s.connections.exitSignal),
		server.WithCodec(codec),
		// The tracer is the outermost hook that Kitex has: it sees calls that no middleware does.
		server.WithTracer(s.recorder),
		server.WithMetaHandler(transmeta.ServerTTHeaderHandler),
		server.WithMetaHandler(s.recorder),
		server.WithMiddleware(mount{deps.Pipeline, deps.Log}.middleware),
	}
	s.kitex = server.NewServer(append(options, serverOptions()...)...)
	return s, register(registrar{s.kitex})
}

// Serve serves the listener until Shutdown, which is no error.
func (s *Server) Serve(listeners map[string]net.Listener) error {
	s.connections.use(listeners["thrift"])
	return s.kitex.Run()
}

// Shutdown ends streams with UNAVAILABLE and waits for the calls in flight. When ctx ends, it ends the contexts of those that
// are left and closes their connections, and does not wait for their handlers.
func (s *Server) Shutdown(ctx context.Context) error {
	s.deps.Pipeline.Drain()
	defer s.connections.cutOff()
	if s.connections.drain(ctx) {
		return nil
	}
	if left := s.recorder.running.Load(); left > 0 {
		return fmt.Errorf("%d calls did not end: %w", left, context.Cause(ctx))
	}
	return nil
}
