package transport

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// traceHeader returns the trace id of a call to its caller.
const traceHeader = "x-trace-id"

// calls begins and ends the telemetry of every call, rejected and unknown ones included.
type calls struct {
	telemetry *telemetry.Telemetry
	known     map[string]bool // full method names; anything else shares one metric series
}

func newCalls(tel *telemetry.Telemetry) *calls {
	return &calls{telemetry: tel, known: make(map[string]bool)}
}

func (c *calls) TagRPC(ctx context.Context, info *stats.RPCTagInfo) context.Context {
	md, _ := metadata.FromIncomingContext(ctx)
	ctx, call := c.telemetry.StartRPC(ctx, carrier(md), "grpc", info.FullMethodName)
	if c.known[info.FullMethodName] {
		call.SetRoute(info.FullMethodName)
	}
	if from, ok := peer.FromContext(ctx); ok {
		call.SetPeer(from.Addr.String())
	}
	return ctx
}

func (c *calls) HandleRPC(ctx context.Context, event stats.RPCStats) {
	if end, ok := event.(*stats.End); ok {
		telemetry.FromContext(ctx).EndRPC(fault.Code(status.Code(end.Error)), end.Error)
	}
}

func (c *calls) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (c *calls) HandleConn(context.Context, stats.ConnStats)                       {}

// traced registers services whose unary calls carry the trace id even when their message can't be decoded, which
// happens before any interceptor runs.
type traced struct {
	server *grpc.Server
	calls  *calls
}

func (t traced) RegisterService(desc *grpc.ServiceDesc, impl any) {
	copied := *desc
	copied.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, method := range desc.Methods {
		t.calls.known["/"+desc.ServiceName+"/"+method.MethodName] = true
		copied.Methods[i] = grpc.MethodDesc{MethodName: method.MethodName, Handler: traceUnary(method.Handler)}
	}
	for _, stream := range desc.Streams {
		t.calls.known["/"+desc.ServiceName+"/"+stream.StreamName] = true
	}
	t.server.RegisterService(&copied, impl)
}

func traceUnary(handler grpc.MethodHandler) grpc.MethodHandler {
	return func(impl any, ctx context.Context, decode func(any) error, chain grpc.UnaryServerInterceptor) (any, error) {
		if err := grpc.SetHeader(ctx, traceMetadata(ctx)); err != nil {
			return nil, err
		}
		return handler(impl, ctx, decode, chain)
	}
}

func traceStream(impl any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	if err := stream.SetHeader(traceMetadata(stream.Context())); err != nil {
		return err
	}
	return handler(impl, stream)
}

func traceMetadata(ctx context.Context) metadata.MD {
	return metadata.Pairs(traceHeader, telemetry.FromContext(ctx).TraceID())
}

// carrier reads the trace context from a call's metadata.
type carrier metadata.MD

func (c carrier) Get(key string) string {
	if values := metadata.MD(c).Get(key); len(values) > 0 {
		return values[0]
	}
	return ""
}

func (c carrier) Values(key string) []string { return metadata.MD(c).Get(key) }

func (c carrier) Set(key, value string) { metadata.MD(c).Set(key, value) }

func (c carrier) Keys() []string {
	keys := make([]string, 0, len(c))
	for key := range c {
		keys = append(keys, key)
	}
	return keys
}
