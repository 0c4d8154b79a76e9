package transport

import (
	"context"
	"sync/atomic"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// traceHeader is the metadata that returns the trace id of a call to its caller.
const traceHeader = "x-trace-id"

// recorder starts and ends the trace, the line in the log and the metrics of each call, rejected and unknown ones
// included: gRPC calls its stats handler before and after everything else.
type recorder struct {
	telemetry *telemetry.Telemetry
	known     map[string]bool // procedures; anything else shares one metric series
	running   atomic.Int64    // calls, those whose request is still on its way included
}

func newRecorder(tel *telemetry.Telemetry) *recorder {
	return &recorder{telemetry: tel, known: make(map[string]bool)}
}

// knows notes the procedures of a service.
func (r *recorder) knows(desc *grpc.ServiceDesc) {
	for _, method := range desc.Methods {
		r.known[procedureOf(desc, method.MethodName)] = true
	}
	for _, stream := range desc.Streams {
		r.known[procedureOf(desc, stream.StreamName)] = true
	}
}

func (r *recorder) TagRPC(ctx context.Context, info *stats.RPCTagInfo) context.Context {
	ctx, call := r.telemetry.StartRPC(ctx, requestMetadata{ctx}, "grpc", info.FullMethodName)
	if r.known[info.FullMethodName] {
		call.SetRoute(info.FullMethodName)
	}
	if from, ok := peer.FromContext(ctx); ok {
		call.SetPeer(from.Addr.String())
	}
	r.running.Add(1)
	return ctx
}

func (r *recorder) HandleRPC(ctx context.Context, event stats.RPCStats) {
	if end, ok := event.(*stats.End); ok {
		r.running.Add(-1)
		telemetry.FromContext(ctx).EndRPC(fault.Code(status.Code(end.Error)), end.Error)
	}
}

func (r *recorder) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (r *recorder) HandleConn(context.Context, stats.ConnStats)                       {}

// sendTraceID sends the trace id with the header of the response.
func sendTraceID(ctx context.Context) error {
	return grpc.SetHeader(ctx, metadata.Pairs(traceHeader, telemetry.FromContext(ctx).TraceID()))
}

// requestMetadata reads the metadata of a request without copying all of it. It is the call.Headers of gRPC, and the
// carrier of the trace context.
type requestMetadata struct{ ctx context.Context }

func (m requestMetadata) Get(name string) string {
	if values := m.Values(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

func (m requestMetadata) Values(name string) []string {
	return metadata.ValueFromIncomingContext(m.ctx, name)
}

// Set does nothing: it is there for carriers that are written to.
func (requestMetadata) Set(string, string) {}

func (m requestMetadata) Keys() []string {
	md, _ := metadata.FromIncomingContext(m.ctx)
	keys := make([]string, 0, len(md))
	for key := range md {
		keys = append(keys, key)
	}
	return keys
}
