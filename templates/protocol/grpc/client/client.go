// Package client is how other services call this one over gRPC: a connection that is set up to last.
package client

import (
	"context"
	"crypto/tls"
	"time"

	"go.opentelemetry.io/otel/propagation"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
)

// Timeout is the deadline of a unary call that comes without one.
const Timeout = 10 * time.Second

// sessions is how many servers' TLS sessions a connection remembers.
const sessions = 64

// Dial returns a connection to target, such as "dns:///orders:9090". Use one for the life of the process: a
// connection for each call costs a handshake for each call. A nil config speaks plaintext.
//
// The trace of a call's context goes along, by W3C trace context and baggage. Further options come last, and win.
func Dial(target string, config *tls.Config, options ...grpc.DialOption) (*grpc.ClientConn, error) {
	return grpc.NewClient(target, append([]grpc.DialOption{
		grpc.WithTransportCredentials(transportCredentials(config)),
		// Twice the server's MinTime at least, or it sends the connection away with too_many_pings.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{
			Time:                30 * time.Second,
			Timeout:             10 * time.Second,
			PermitWithoutStream: true, // load balancers drop connections that are idle, and tell nobody
		}),
		// Without it, all calls go to the first address that DNS gives.
		grpc.WithDefaultServiceConfig(`{"loadBalancingConfig": [{"round_robin": {}}]}`),
		grpc.WithChainUnaryInterceptor(withDeadline, traceUnary),
		grpc.WithChainStreamInterceptor(traceStream),
	}, options...)...)
}

func transportCredentials(config *tls.Config) credentials.TransportCredentials {
	if config == nil {
		return insecure.NewCredentials()
	}
	config = config.Clone()
	config.MinVersion = tls.VersionTLS13
	if config.ClientSessionCache == nil {
		// Go keeps no sessions by itself: without a cache, none is ever resumed.
		config.ClientSessionCache = tls.NewLRUClientSessionCache(sessions)
	}
	return credentials.NewTLS(config)
}

// withDeadline bounds calls that would wait for ever on a server that does not answer.
func withDeadline(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, Timeout)
		defer cancel()
	}
	return invoke(ctx, method, req, reply, conn, options...)
}

func traceUnary(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
	return invoke(traced(ctx), method, req, reply, conn, options...)
}

func traceStream(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, stream grpc.Streamer, options ...grpc.CallOption) (grpc.ClientStream, error) {
	return stream(traced(ctx), desc, conn, method, options...)
}

func traced(ctx context.Context) context.Context {
	carrier := propagation.MapCarrier{}
	propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}).Inject(ctx, carrier)
	for key, value := range carrier {
		ctx = metadata.AppendToOutgoingContext(ctx, key, value)
	}
	return ctx
}
