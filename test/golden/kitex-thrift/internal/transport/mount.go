package transport

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"reflect"

	"github.com/cloudwego/kitex/pkg/endpoint"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/rpcinfo"
	"github.com/cloudwego/kitex/pkg/serviceinfo"
	"github.com/cloudwego/kitex/pkg/streaming"
	"github.com/cloudwego/kitex/pkg/utils"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
)

var (
	errNoRequest = fault.New(fault.InvalidArgument, "the request is missing")
	errNoCall    = fault.New(fault.Unimplemented, "the method is a stream")
)

// mount mounts the pipeline in a Kitex server.
type mount struct {
	pipeline *call.Pipeline
	log      *slog.Logger
}

// middleware has every call and every stream pass the pipeline. It is the first middleware: others run inside the pipeline,
// next to the handler. Kitex has decoded the arguments of a call by then.
func (m mount) middleware(next endpoint.Endpoint) endpoint.Endpoint {
	return func(ctx context.Context, args, result any) error {
		info, in := rpcinfo.GetRPCInfo(ctx), inboundFrom(ctx)
		// Kitex reads the caller's timeout but does not apply it: without this, work goes on for nobody.
		if timeout := info.Config().RPCTimeout(); timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, timeout)
			defer cancel()
		}
		described := &call.Info{
			Procedure: procedureOf(info), Protocol: call.Thrift, Streaming: info.Invocation().MethodInfo().IsStreaming(),
			Headers: in.headers,
		}
		if conn := connFrom(ctx); conn != nil {
			described.Peer = conn.peer
		}
		if opened, ok := args.(*streaming.Args); ok {
			described.Response = responseHeader{opened.ServerStream}
			in.failed = m.pipeline.Serve(ctx, described, m.stream(next, opened), newStreamMessages(ctx, opened.ServerStream, info))
		} else {
			described.Response = in
			in.failed = m.pipeline.Serve(ctx, described, m.call(next, args, result), callMessages{missing(args)})
		}
		if in.failed != nil {
			return answer(info, in.failed)
		}
		return nil
	}
}

// call returns the method of a call.
func (m mount) call(next endpoint.Endpoint, args, result any) call.Handler {
	return func(ctx context.Context, messages call.Stream) error {
		if rpcinfo.GetRPCInfo(ctx).Invocation().MethodInfo().IsStreaming() {
			return errNoCall
		}
		if err := messages.Receive(requestOf(args)); err != nil {
			return err
		}
		if err := m.returned(ctx, next(ctx, args, result)); err != nil {
			return err
		}
		return messages.Send(responseOf(result))
	}
}

// stream returns the method of a stream.
func (m mount) stream(next endpoint.Endpoint, opened *streaming.Args) call.Handler {
	inner := opened.ServerStream
	return func(ctx context.Context, messages call.Stream) error {
		opened.ServerStream = handlerStream{inner, messages}
		return m.returned(ctx, next(ctx, opened, nil))
	}
}

// returned returns the error of the handler without what Kitex puts around it.
func (m mount) returned(ctx context.Context, err error) error {
	var detailed *kerrors.DetailedError
	if errors.Is(err, kerrors.ErrPanic) && errors.As(err, &detailed) {
		// Kitex recovers from a panic of the handler before the pipeline can.
		m.log.ErrorContext(ctx, "panic", "panic", detailed.Unwrap().Error(), "stack", detailed.Stack())
	}
	var handler handlerError
	if errors.As(err, &handler) {
		return handler.err
	}
	return err
}

// callMessages is the call.Stream of a call. Kitex decodes its request before the pipeline and encodes its response after it.
type callMessages struct{ missing bool }

func (c callMessages) Receive(any) error {
	if c.missing {
		return errNoRequest
	}
	return nil
}

func (callMessages) Send(any) error { return nil }

// missing reports whether a call is without the first argument of the method, which Thrift lets callers leave out.
func missing(args any) bool {
	a, ok := args.(utils.KitexArgs)
	if !ok {
		return false
	}
	first := reflect.ValueOf(a.GetFirstArgument())
	return first.Kind() == reflect.Pointer && first.IsNil()
}

// requestOf returns the request of a call: the argument, if the method has one and it is a struct; else Kitex' struct of the
// arguments.
func requestOf(args any) any {
	a, ok := args.(utils.KitexArgs)
	if ok && reflect.TypeOf(args).Elem().NumField() == 1 && isStruct(a.GetFirstArgument()) {
		return a.GetFirstArgument()
	}
	return args
}

// responseOf returns the response of a call: the value that the method returned, if it is a struct; else Kitex' struct of
// the value and the declared exceptions.
func responseOf(result any) any {
	if r, ok := result.(utils.KitexResult); ok && isStruct(r.GetResult()) && !reflect.ValueOf(r.GetResult()).IsNil() {
		return r.GetResult()
	}
	return result
}

// isStruct reports whether a value is a pointer to a struct, which may be nil.
func isStruct(value any) bool {
	t := reflect.TypeOf(value)
	return t != nil && t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct
}

// streamMessages is the call.Stream of a stream.
type streamMessages struct {
	ctx    context.Context
	stream streaming.ServerStream
	needs  bool // a request, before the end of the requests
}

func newStreamMessages(ctx context.Context, stream streaming.ServerStream, info rpcinfo.RPCInfo) *streamMessages {
	return &streamMessages{ctx, stream, info.Invocation().MethodInfo().StreamingMode() == serviceinfo.StreamingServer}
}

func (s *streamMessages) Receive(message any) error {
	err := s.stream.RecvMsg(s.ctx, message)
	if errors.Is(err, io.EOF) && s.needs {
		return errNoRequest
	}
	s.needs = false
	return err
}

func (s *streamMessages) Send(message any) error { return s.stream.SendMsg(s.ctx, message) }

// handlerStream is what the handler sees of a stream: the messages of the pipeline.
type handlerStream struct {
	streaming.ServerStream
	messages call.Stream
}

func (s handlerStream) RecvMsg(_ context.Context, message any) error {
	return s.messages.Receive(message)
}
func (s handlerStream) SendMsg(_ context.Context, message any) error { return s.messages.Send(message) }

// responseHeader sends headers with the header of a stream.
type responseHeader struct{ stream streaming.ServerStream }

func (h responseHeader) SetHeader(name, value string) {
	_ = h.stream.SetHeader(streaming.Header{name: value}) // fails once the header is sent
}
