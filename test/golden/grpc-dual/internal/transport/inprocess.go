package transport

import (
	"context"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// inprocess is the gateway's connection to the services: a call of the handler in the caller's context, so that its
// span, deadline and cancellation hold, and nothing is counted or logged twice.
type inprocess struct {
	answers *answers
	streams *streams
	unary   map[string]func(ctx context.Context, decode func(any) error) (any, error)
	server  map[string]func(stream grpc.ServerStream) error
}

func newInprocess(answers *answers, streams *streams) *inprocess {
	return &inprocess{
		answers: answers,
		streams: streams,
		unary:   make(map[string]func(context.Context, func(any) error) (any, error)),
		server:  make(map[string]func(grpc.ServerStream) error),
	}
}

func (c *inprocess) RegisterService(desc *grpc.ServiceDesc, impl any) {
	prefix := "/" + desc.ServiceName + "/"
	for _, method := range desc.Methods {
		c.unary[prefix+method.MethodName] = func(ctx context.Context, decode func(any) error) (any, error) {
			return method.Handler(impl, ctx, decode, c.answers.unary)
		}
	}
	for _, method := range desc.Streams {
		if method.ClientStreams {
			continue // can't cross plain HTTP
		}
		c.server[prefix+method.StreamName] = func(stream grpc.ServerStream) error {
			return c.streams.intercept(impl, stream, nil, func(impl any, stream grpc.ServerStream) error {
				return c.answers.stream(impl, stream, nil, method.Handler)
			})
		}
	}
}

func (c *inprocess) Invoke(ctx context.Context, method string, args, reply any, _ ...grpc.CallOption) error {
	call, ok := c.unary[method]
	if !ok {
		return status.Errorf(codes.Unimplemented, "unknown method %s", method)
	}
	response, err := call(ctx, func(request any) error { return assign(request, args) })
	if err != nil {
		return err
	}
	return assign(reply, response)
}

func (c *inprocess) NewStream(ctx context.Context, _ *grpc.StreamDesc, method string, _ ...grpc.CallOption) (grpc.ClientStream, error) {
	call, ok := c.server[method]
	if !ok {
		return nil, status.Errorf(codes.Unimplemented, "%s streams from the client: call it by gRPC", method)
	}
	return &localStream{ctx: ctx, call: call, streams: c.streams, messages: make(chan proto.Message)}, nil
}

// localStream is both ends of one server stream. The handler runs in a goroutine that ends with it, with the
// caller's context or with the drain.
type localStream struct {
	ctx     context.Context
	call    func(grpc.ServerStream) error
	streams *streams

	request  any
	messages chan proto.Message // closed when the handler has returned
	err      error              // the handler's; read after messages is closed
	first    proto.Message      // read by Header, not yet received
}

// serverEnd is what the handler sees of a localStream.
type serverEnd struct{ *localStream }

func (s *localStream) SendMsg(message any) error { s.request = message; return nil }

func (s *localStream) CloseSend() error {
	s.streams.running.Go(func() {
		s.err = s.call(serverEnd{s})
		close(s.messages)
	})
	return nil
}

// Header waits for the first message: a stream that fails before it is answered with an HTTP status of its own.
func (s *localStream) Header() (metadata.MD, error) {
	message, ok := <-s.messages
	if !ok && s.err != nil {
		return nil, s.err
	}
	s.first = message
	return nil, nil
}

func (s *localStream) RecvMsg(message any) error {
	next := s.first
	s.first = nil
	if next == nil {
		next = <-s.messages
	}
	switch {
	case next != nil:
		return assign(message, next)
	case s.err != nil:
		return s.err
	default:
		return io.EOF
	}
}

func (s *localStream) Context() context.Context { return s.ctx }
func (s *localStream) Trailer() metadata.MD     { return nil }

func (s serverEnd) RecvMsg(message any) error {
	if s.request == nil {
		return io.EOF
	}
	request := s.request
	s.request = nil
	return assign(message, request)
}

func (s serverEnd) SendMsg(message any) error {
	sent, ok := message.(proto.Message)
	if !ok {
		return status.Errorf(codes.Internal, "%T is no protobuf message", message)
	}
	select {
	case s.messages <- proto.Clone(sent): // the handler may use its message again
		return nil
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
}

func (s serverEnd) SetHeader(metadata.MD) error  { return nil }
func (s serverEnd) SendHeader(metadata.MD) error { return nil }
func (s serverEnd) SetTrailer(metadata.MD)       {}

// assign copies a message into another of its type.
func assign(to, from any) error {
	target, ok := to.(proto.Message)
	source, isMessage := from.(proto.Message)
	if !ok || !isMessage {
		return status.Errorf(codes.Internal, "%T and %T are not both protobuf messages", to, from)
	}
	proto.Merge(target, source)
	return nil
}
