package call

import (
	"context"
	"errors"
	"io"

	"example.com/orders/internal/fault"
)

// Method is a method of the IDL, free of any framework; Unary, ServerStream, ClientStream and BidiStream make one.
type Method struct {
	// NewRequest returns a new request message.
	NewRequest func() any
	// ClientStreams and ServerStreams say which side sends many messages.
	ClientStreams, ServerStreams bool
	// Handler receives the request, calls the method and sends its response.
	Handler Handler
}

// Streaming says whether the request, the response or both are streams.
func (m Method) Streaming() bool { return m.ClientStreams || m.ServerStreams }

// Unary returns a method with one request and one response.
func Unary[Req, Resp any](method func(context.Context, *Req) (*Resp, error)) Method {
	return Method{NewRequest: newMessage[Req], Handler: func(ctx context.Context, stream Stream) error {
		req := new(Req)
		if err := receiveOne(stream, req); err != nil {
			return err
		}
		resp, err := method(ctx, req)
		if err != nil {
			return err
		}
		return stream.Send(resp)
	}}
}

// ServerStream returns a method with one request and many responses.
func ServerStream[Req, Resp any](method func(context.Context, *Req, func(*Resp) error) error) Method {
	return Method{NewRequest: newMessage[Req], ServerStreams: true, Handler: func(ctx context.Context, stream Stream) error {
		req := new(Req)
		if err := receiveOne(stream, req); err != nil {
			return err
		}
		return method(ctx, req, sender[Resp](stream))
	}}
}

// ClientStream returns a method with many requests and one response.
func ClientStream[Req, Resp any](method func(context.Context, func() (*Req, error)) (*Resp, error)) Method {
	return Method{NewRequest: newMessage[Req], ClientStreams: true, Handler: func(ctx context.Context, stream Stream) error {
		resp, err := method(ctx, receiver[Req](stream))
		if err != nil {
			return err
		}
		return stream.Send(resp)
	}}
}

// BidiStream returns a method with many requests and many responses.
func BidiStream[Req, Resp any](method func(context.Context, func() (*Req, error), func(*Resp) error) error) Method {
	return Method{
		NewRequest: newMessage[Req], ClientStreams: true, ServerStreams: true,
		Handler: func(ctx context.Context, stream Stream) error {
			return method(ctx, receiver[Req](stream), sender[Resp](stream))
		},
	}
}

func newMessage[M any]() any { return new(M) }

// receiveOne reads the one request of a method; a caller that ends its side before it has sent one is told so.
func receiveOne(stream Stream, message any) error {
	err := stream.Receive(message)
	if errors.Is(err, io.EOF) {
		return fault.New(fault.InvalidArgument, "the request is missing")
	}
	return err
}

func receiver[M any](stream Stream) func() (*M, error) {
	return func() (*M, error) {
		message := new(M)
		if err := stream.Receive(message); err != nil {
			return nil, err
		}
		return message, nil
	}
}

func sender[M any](stream Stream) func(*M) error {
	return func(message *M) error { return stream.Send(message) }
}
