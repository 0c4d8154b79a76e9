package transport

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/kitex/pkg/remote"
	"github.com/cloudwego/kitex/pkg/rpcinfo"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// traceHeader is the TTHeader entry that returns the trace id of a call to its caller.
const traceHeader = "x-trace-id"

// recorder starts and ends the trace, the line in the log and the metrics of each call, rejected and unknown ones
// included. It is Kitex' tracer, which runs before and after everything else, and a meta handler, because the trace context
// arrives with the message.
type recorder struct {
	telemetry *telemetry.Telemetry
	running   atomic.Int64 // calls, those whose request is still on its way included
}

// inbound is the state of one call.
type inbound struct {
	conn    *conn           // nil for a stream, which shares its connection with others
	call    *telemetry.Call // nil until the message is read
	headers headers
	failed  *fault.Error // how the pipeline ended

	mu       sync.Mutex
	response map[string]string
}

type inboundKey struct{}

// inboundFrom returns the state of the call that ctx belongs to.
func inboundFrom(ctx context.Context) *inbound {
	if in, ok := ctx.Value(inboundKey{}).(*inbound); ok {
		return in
	}
	return new(inbound) // outside of a call
}

// SetHeader sends a TTHeader entry with the response.
func (in *inbound) SetHeader(name, value string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.response == nil {
		in.response = make(map[string]string)
	}
	in.response[name] = value
}

// Start is called once the first byte of a call has arrived.
func (r *recorder) Start(ctx context.Context) context.Context {
	r.running.Add(1)
	return context.WithValue(ctx, inboundKey{}, &inbound{conn: connFrom(ctx)})
}

// ReadMeta is called for each message that is read, and for one that Kitex could not decode but answers.
func (r *recorder) ReadMeta(ctx context.Context, message remote.Message) (context.Context, error) {
	return r.begin(ctx, message.RPCInfo(), message.TransInfo().TransStrInfo()), nil
}

// begin starts the telemetry of a call.
func (r *recorder) begin(ctx context.Context, info rpcinfo.RPCInfo, sent map[string]string) context.Context {
	in := inboundFrom(ctx)
	in.headers = sent
	ctx, in.call = r.telemetry.StartRPC(ctx, in.headers, "kitex", procedureOf(info))
	if info.Invocation().MethodInfo() != nil {
		in.call.SetRoute(procedureOf(info))
	}
	if conn := connFrom(ctx); conn != nil {
		in.call.SetPeer(conn.peer)
	}
	return ctx
}

// procedureOf returns the procedure of a call, such as "/InventoryService/GetItem": on the wire, and in an IDL model, a
// Thrift service has no package.
func procedureOf(info rpcinfo.RPCInfo) string {
	return "/" + info.Invocation().ServiceName() + "/" + info.Invocation().MethodName()
}

// WriteMeta is called before a message is sent. Framed and buffered Thrift have no place for what it adds.
func (r *recorder) WriteMeta(ctx context.Context, message remote.Message) (context.Context, error) {
	in := inboundFrom(ctx)
	if in.call == nil {
		return ctx, nil
	}
	in.SetHeader(traceHeader, in.call.TraceID())
	in.mu.Lock()
	defer in.mu.Unlock()
	message.TransInfo().PutTransStrInfo(in.response)
	return ctx, nil
}

// Finish is called after everything else.
func (r *recorder) Finish(ctx context.Context) {
	defer r.running.Add(-1)
	in, info := inboundFrom(ctx), rpcinfo.GetRPCInfo(ctx)
	failed := in.failed
	if failed == nil && in.conn != nil {
		failed = in.conn.failed.Load()
	}
	if err := info.Stats().Error(); failed == nil && err != nil {
		failed = kitexFault(err)
	}
	switch {
	case in.call == nil && failed == nil: // a heartbeat
	case in.call == nil:
		r.begin(ctx, info, nil)
		fallthrough
	default:
		if failed == nil {
			in.call.EndRPC(fault.OK, nil)
		} else {
			in.call.EndRPC(failed.Code, failed)
		}
	}
}

// headers are the string entries of a request's TTHeader. They are the call.Headers of Thrift, and the carrier of the trace
// context. Kitex' clients send metainfo, whose names have a prefix; proxies send names without one.
type headers map[string]string

var prefixes = []string{"", metainfo.PrefixTransient, metainfo.PrefixPersistent}

// Get returns the value of a header, or "" when there is none.
func (h headers) Get(name string) string {
	for _, prefix := range prefixes {
		if value, ok := h[prefix+name]; ok {
			return value
		}
	}
	for key, value := range h {
		for _, prefix := range prefixes {
			if bare, ok := strings.CutPrefix(key, prefix); ok && strings.EqualFold(bare, name) {
				return value
			}
		}
	}
	return ""
}

// Values returns the one value that a header of TTHeader can have.
func (h headers) Values(name string) []string {
	if value := h.Get(name); value != "" {
		return []string{value}
	}
	return nil
}

// Set does nothing: it is there for carriers that are written to.
func (headers) Set(string, string) {}

// Keys returns the names of all headers.
func (h headers) Keys() []string {
	keys := make([]string, 0, len(h))
	for key := range h {
		keys = append(keys, key)
	}
	return keys
}
