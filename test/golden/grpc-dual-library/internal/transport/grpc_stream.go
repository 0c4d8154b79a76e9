package transport

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
)

// messageTimeout bounds the sending of one message of a stream: a client that does not read would hold the handler.
const messageTimeout = 30 * time.Second

var (
	errDraining = fault.New(fault.Unavailable, "the server is shutting down")
	errNotRead  = fault.New(fault.DeadlineExceeded, "the client does not read the stream")
)

// handlerStream is what generated code sees of a stream: the messages and the context of the pipeline.
type handlerStream struct {
	grpc.ServerStream
	ctx      context.Context
	messages call.Stream
}

func (s *handlerStream) Context() context.Context  { return s.ctx }
func (s *handlerStream) RecvMsg(message any) error { return s.messages.Receive(message) }
func (s *handlerStream) SendMsg(message any) error { return s.messages.Send(message) }

// streamMessages is the call.Stream of a stream. gRPC blocks in RecvMsg and SendMsg until the client sends or reads something, so
// a goroutine for each direction does that: a drain, and a client that does not read, end the waiting.
type streamMessages struct {
	codec              serverCodec
	receiving, sending *direction
	draining           context.Context
}

func newStreamMessages(stream grpc.ServerStream, codec serverCodec, draining context.Context) *streamMessages {
	return &streamMessages{
		codec: codec, receiving: newDirection(stream.RecvMsg), sending: newDirection(stream.SendMsg), draining: draining,
	}
}

func (s *streamMessages) Receive(message any) error {
	return s.codec.receive(func(into any) error { return s.receiving.do(into, s.draining.Done(), nil) }, message)
}

func (s *streamMessages) Send(message any) error {
	timeout := time.NewTimer(messageTimeout)
	defer timeout.Stop()
	return s.sending.do(message, s.draining.Done(), timeout.C)
}

// close ends the goroutines, at once or when gRPC has ended the stream, which it does after its handler has returned.
func (s *streamMessages) close() {
	close(s.receiving.messages)
	close(s.sending.messages)
}

// direction is one direction of a stream, for one caller at a time.
type direction struct {
	transfer func(any) error
	messages chan any
	done     chan error
	started  bool
	failed   error // the goroutine is still with an earlier message
}

func newDirection(transfer func(any) error) *direction {
	return &direction{transfer: transfer, messages: make(chan any), done: make(chan error, 1)}
}

func (d *direction) do(message any, draining <-chan struct{}, timeout <-chan time.Time) error {
	if d.failed != nil {
		return d.failed
	}
	if !d.started {
		d.started = true
		go func() {
			for message := range d.messages {
				d.done <- d.transfer(message)
			}
		}()
	}
	d.messages <- message
	select {
	case err := <-d.done:
		return err
	case <-draining:
		d.failed = errDraining
	case <-timeout:
		d.failed = errNotRead
	}
	return d.failed
}
