package transport

import (
	"context"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

var errDraining = status.Error(codes.Unavailable, "the server is shutting down")

// streams ends streaming calls when the server drains. Without it, one open stream holds the shutdown until its
// time is out.
type streams struct {
	draining context.Context
	drain    context.CancelFunc
	running  sync.WaitGroup
}

func newStreams() *streams {
	ctx, cancel := context.WithCancel(context.Background())
	return &streams{draining: ctx, drain: cancel}
}

// wait blocks until no goroutine of a stream is left.
func (s *streams) wait() { s.running.Wait() }

func (s *streams) intercept(impl any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	ctx, cancel := context.WithCancel(stream.Context())
	defer cancel()
	defer context.AfterFunc(s.draining, cancel)()
	err := handler(impl, &drainedStream{stream, ctx, s})
	if s.draining.Err() != nil && err != nil && stream.Context().Err() == nil {
		return errDraining
	}
	return err
}

// drainedStream is a stream whose context and receiving end with the drain.
type drainedStream struct {
	grpc.ServerStream
	ctx     context.Context
	streams *streams
}

func (s *drainedStream) Context() context.Context { return s.ctx }

func (s *drainedStream) RecvMsg(message any) error {
	received := make(chan error, 1)
	s.streams.running.Go(func() { received <- s.ServerStream.RecvMsg(message) })
	select {
	case err := <-received:
		return err
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
}
