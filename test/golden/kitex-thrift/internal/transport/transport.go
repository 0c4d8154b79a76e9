package transport

import (
	"context"
	"errors"
	"net"

	"github.com/cloudwego/kitex/pkg/klog"
	"github.com/cloudwego/kitex/pkg/transmeta"
	"github.com/cloudwego/kitex/server"

	"example.com/orders/internal/rpc"
)

// Framework is the Go module whose version the health report names.
const Framework = "github.com/cloudwego/kitex"

// Ports names the public listeners: Thrift has one.
func Ports() []string { return []string{"grpc"} }

// Server serves Thrift, in TTHeader, framed or buffered transport.
type Server struct {
	kitex       server.Server
	connections *connections
}

// New builds the server around the services. Kitex has one logger per process: it follows the newest server.
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
	calls := &calls{telemetry: deps.Telemetry, log: deps.Log}
	s := &Server{connections: newConnections(deps.Log)}
	s.kitex = server.NewServer(
		server.WithTransServerFactory(s.connections),
		server.WithTransHandlerFactory(transHandlers(s.connections, calls, int(deps.MaxRequestBytes))),
		// Kitex would take SIGINT and SIGTERM away from main.
		server.WithExitSignal(s.connections.exitSignal),
		server.WithCodec(codec),
		// The tracer is the outermost hook that Kitex has: it sees calls that no middleware does.
		server.WithTracer(calls),
		server.WithMetaHandler(transmeta.ServerTTHeaderHandler),
		server.WithMetaHandler(calls),
		server.WithMiddleware(calls.answer),
	)
	return s, register(s.kitex)
}

// Serve blocks until Shutdown or a failure.
func (s *Server) Serve(listeners map[string]net.Listener) error {
	s.connections.use(listeners["grpc"])
	return s.kitex.Run()
}

// Shutdown waits for the calls in flight; what is left when ctx ends is cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	return s.connections.drain(ctx)
}
