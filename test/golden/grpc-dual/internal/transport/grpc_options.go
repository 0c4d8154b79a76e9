package transport

import (
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"
)

const (
	// fixedStreamWindow and fixedConnectionWindow bound the memory of a connection, in bytes, with GRPC_FLOW_CONTROL=fixed.
	fixedStreamWindow     = 1 << 20
	fixedConnectionWindow = 4 << 20

	// connectionTimeout bounds the handshake: without it silent connections stay for two minutes.
	connectionTimeout = 10 * time.Second
	// maxHeaderBytes is of one request's metadata.
	maxHeaderBytes = 64 << 10
)

// options are those that no gRPC server should be without.
func (m *grpcMount) options() []grpc.ServerOption {
	options := []grpc.ServerOption{
		grpc.ForceServerCodecV2(m.codec),
		grpc.MaxRecvMsgSize(int(m.deps.MaxRequestBytes)),
		// Per connection; without it one client can open streams until memory ends.
		grpc.MaxConcurrentStreams(m.deps.GRPC.MaxStreams),
		grpc.MaxHeaderListSize(maxHeaderBytes),
		grpc.ConnectionTimeout(connectionTimeout),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{
			// Half of the client's ping interval: stricter, and clients are sent away with too_many_pings.
			MinTime: 15 * time.Second,
			// Clients ping idle connections to keep them; without it that ends in too_many_pings too.
			PermitWithoutStream: true,
		}),
		grpc.KeepaliveParams(keepalive.ServerParameters{
			// A peer that vanished without a FIN holds its streams until the kernel gives up, which takes hours without pings.
			Time:    60 * time.Second,
			Timeout: 20 * time.Second,
			// Connections live as long as their clients: without an age, new replicas get no load.
			MaxConnectionAge:      30 * time.Minute,
			MaxConnectionAgeGrace: time.Minute,
		}),
		// The stats handler is the outermost hook that gRPC has: it sees calls that no interceptor does.
		grpc.StatsHandler(m.recorder),
		// Without it, unknown methods are answered before anything can trace or count them.
		grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
			method, _ := grpc.MethodFromServerStream(stream)
			return status.Errorf(codes.Unimplemented, "unknown method %s", method)
		}),
		grpc.ChainStreamInterceptor(m.interceptStream),
	}
	if m.deps.TLS != nil {
		// gRPC negotiates HTTP/2 itself; its own credentials give handlers the peer's identity.
		options = append(options, grpc.Creds(credentials.NewTLS(m.deps.TLS)))
	}
	if m.deps.GRPC.FlowControl == "fixed" {
		// Any window set here turns off the growth by bandwidth-delay product, and caps a stream at window / RTT.
		options = append(options,
			grpc.StaticStreamWindowSize(fixedStreamWindow), grpc.StaticConnWindowSize(fixedConnectionWindow))
	}
	return options
}
