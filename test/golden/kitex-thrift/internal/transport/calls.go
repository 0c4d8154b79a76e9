package transport

import (
	"context"
	"errors"
	"log/slog"
	"reflect"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/kitex/pkg/endpoint"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/remote"
	"github.com/cloudwego/kitex/pkg/rpcinfo"
	"github.com/cloudwego/kitex/pkg/streaming"
	"github.com/cloudwego/kitex/pkg/utils"
	kitextransport "github.com/cloudwego/kitex/transport"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// traceHeader returns the trace id of a call to its caller.
const traceHeader = "x-trace-id"

// calls begins and ends the telemetry of every call, rejected and unknown ones included.
type calls struct {
	telemetry *telemetry.Telemetry
	log       *slog.Logger
}

// inbound is what is known of a call while it runs. Kitex' tracer starts it before a byte is read; its telemetry
// begins with the trace context, which comes with the message.
type inbound struct {
	call *telemetry.Call
	code fault.Code
	err  error
}

type inboundKey struct{}

// peerKey holds the address at the other end of the connection; Kitex believes what a header says of it.
type peerKey struct{}

func inboundFrom(ctx context.Context) *inbound {
	in, ok := ctx.Value(inboundKey{}).(*inbound)
	if !ok {
		return &inbound{} // outside a call
	}
	return in
}

// Start is the tracer's first event.
func (c *calls) Start(ctx context.Context) context.Context {
	return context.WithValue(ctx, inboundKey{}, &inbound{})
}

// ReadMeta begins the telemetry of a call, also of one whose message could not be decoded.
func (c *calls) ReadMeta(ctx context.Context, message remote.Message) (context.Context, error) {
	in := inboundFrom(ctx)
	ctx, in.call = c.begin(ctx, message.RPCInfo(), message.TransInfo().TransStrInfo())
	return ctx, nil
}

func (c *calls) begin(ctx context.Context, info rpcinfo.RPCInfo, headers map[string]string) (context.Context, *telemetry.Call) {
	method := info.Invocation().ServiceName() + "/" + info.Invocation().MethodName()
	ctx, call := c.telemetry.StartRPC(ctx, carrier(headers), "kitex", method)
	if info.Invocation().MethodInfo() != nil {
		call.SetRoute(method)
	}
	if peer, ok := ctx.Value(peerKey{}).(string); ok {
		call.SetPeer(peer)
	}
	return ctx, call
}

// WriteMeta returns the trace id, to callers with TTHeader.
func (c *calls) WriteMeta(ctx context.Context, message remote.Message) (context.Context, error) {
	if call := inboundFrom(ctx).call; call != nil {
		message.TransInfo().PutTransStrInfo(map[string]string{traceHeader: call.TraceID()})
	}
	return ctx, nil
}

// Finish is the tracer's last event.
func (c *calls) Finish(ctx context.Context) {
	in, info := inboundFrom(ctx), rpcinfo.GetRPCInfo(ctx)
	err := info.Stats().Error()
	if in.call == nil {
		if err == nil {
			return // the connection ended before a message did
		}
		_, in.call = c.begin(ctx, info, nil)
	}
	if in.code == fault.OK && err != nil {
		in.code, in.err = codeOf(err), err
	}
	in.call.EndRPC(in.code, in.err)
}

// answer turns an error into what its caller may see. Kitex has recovered from panics by then.
func (c *calls) answer(next endpoint.Endpoint) endpoint.Endpoint {
	return func(ctx context.Context, req, resp any) error {
		info := rpcinfo.GetRPCInfo(ctx)
		// Kitex reads the caller's timeout but does not apply it: without this, work goes on for nobody.
		if timeout := info.Config().RPCTimeout(); timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, timeout)
			defer cancel()
		}
		err := checkArgs(info, req)
		if err == nil {
			err = next(ctx, req, resp)
		}
		if err == nil {
			return nil
		}
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			err = context.Cause(ctx) // says why
		}
		var detailed *kerrors.DetailedError
		switch {
		case !errors.As(err, &detailed):
		case errors.Is(err, kerrors.ErrPanic):
			c.log.ErrorContext(ctx, "panic", "panic", detailed.Unwrap().Error(), "stack", detailed.Stack())
		case errors.Is(err, kerrors.ErrBiz):
			err = detailed.Unwrap() // what the handler returned
		}
		in := inboundFrom(ctx)
		in.code, in.err = fault.CodeOf(err), err
		return reply(info, err)
	}
}

var (
	errNoRequest = fault.New(fault.InvalidArgument, "the request is missing")
	errNoCall    = fault.New(fault.Unimplemented, "the method is a stream")
)

// checkArgs refuses what no handler expects: a call of a stream, and a call without the method's argument, which Thrift
// lets callers leave out.
func checkArgs(info rpcinfo.RPCInfo, args any) error {
	switch a := args.(type) {
	case *streaming.Args:
		return nil
	case utils.KitexArgs:
		if v := reflect.ValueOf(a.GetFirstArgument()); v.Kind() == reflect.Pointer && v.IsNil() {
			return errNoRequest
		}
	}
	if info.Invocation().MethodInfo().IsStreaming() {
		return errNoCall
	}
	return nil
}

// reply answers with a business status, or with an exception where the transport has no headers to carry one: there,
// a business status would look like success to the caller.
func reply(info rpcinfo.RPCInfo, err error) error {
	code, message := fault.CodeOf(err), fault.MessageOf(err)
	invocation, ok := info.Invocation().(rpcinfo.InvocationSetter)
	if ok && info.Config().TransportProtocol()&kitextransport.TTHeader != 0 {
		//nolint:gosec // codes are 0 to 16
		invocation.SetBizStatusErr(kerrors.NewBizStatusErrorWithExtra(int32(code), message, extraOf(err)))
		return nil
	}
	return remote.NewTransErrorWithMsg(remote.InternalError, code.String()+": "+message)
}

// extraOf is what a business status says of single fields: their descriptions, by field.
func extraOf(err error) map[string]string {
	violations := fault.ViolationsOf(err)
	if len(violations) == 0 {
		return nil
	}
	extra := make(map[string]string, len(violations))
	for _, violation := range violations {
		if other, ok := extra[violation.Field]; ok {
			violation.Description = other + "; " + violation.Description
		}
		extra[violation.Field] = violation.Description
	}
	return extra
}

// codeOf is of errors from Kitex itself, which never reached a handler.
func codeOf(err error) fault.Code {
	var own *fault.Error
	var sent *remote.TransError
	switch {
	case errors.As(err, &own):
		return own.Code
	case !errors.As(err, &sent):
		return fault.InvalidArgument // bytes that are no message
	case sent.TypeID() == remote.UnknownMethod, sent.TypeID() == remote.UnknownService:
		return fault.Unimplemented
	case sent.TypeID() == remote.InternalError:
		return fault.Internal
	default:
		return fault.InvalidArgument
	}
}

// carrier reads the trace context from TTHeader: as Kitex' own tracing sends it, or plain, as proxies do.
type carrier map[string]string

func (c carrier) Get(key string) string {
	if value, ok := c[metainfo.PrefixTransient+key]; ok {
		return value
	}
	return c[key]
}

func (c carrier) Set(key, value string) { c[key] = value }

func (c carrier) Keys() []string {
	keys := make([]string, 0, len(c))
	for key := range c {
		keys = append(keys, key)
	}
	return keys
}
