package call

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// Timeout is the default deadline of a unary call. It is shorter than the write timeout of the servers: an answer that
// is made later can't be sent any more.
const Timeout = 25 * time.Second

var (
	errDraining  = fault.New(fault.Unavailable, "the server is shutting down")
	errNotOfCall = errors.New("an interceptor passed on a context that is not derived from the call's")
)

// Config says how a Pipeline treats calls.
type Config struct {
	Log *slog.Logger
	// Timeout is the deadline of a unary call that the caller gave none, or a later one; 0 means the constant Timeout.
	Timeout time.Duration
	// Interceptors run in this order, before a request is validated.
	Interceptors []Interceptor
	// Validate refuses a request that breaks a rule of the IDL; nil accepts every request.
	Validate func(message any) error
}

// Pipeline runs the stages around every call. It is safe for concurrent use.
type Pipeline struct {
	log     *slog.Logger
	timeout time.Duration
	stages  Handler

	draining context.Context
	drain    context.CancelFunc
	running  atomic.Int64
}

// New returns a pipeline. The stages run in this order, whatever the protocol:
//
//  1. recovery: a panic ends the call, not the process
//  2. bounds: the deadline of a unary call; the end of a stream when the server drains
//  3. the interceptors of Config
//  4. validation of each request message
//  5. the method
//
// The transport has started the trace and the access record by then, and has not decoded the request yet where its
// framework allows that.
func New(cfg Config) *Pipeline {
	p := &Pipeline{log: cfg.Log, timeout: cfg.Timeout}
	if p.timeout == 0 {
		p.timeout = Timeout
	}
	p.draining, p.drain = context.WithCancel(context.Background())
	stages := []Interceptor{p.recovered, p.bounded}
	stages = append(stages, cfg.Interceptors...)
	if cfg.Validate != nil {
		stages = append(stages, validated(cfg.Validate))
	}
	p.stages = chain(invoke, stages...)
	return p
}

// Serve runs one call through the stages and its method. It returns what the caller is told; nil means success. The
// error that the method returned goes to the access record, with the text that the caller does not see.
func (p *Pipeline) Serve(ctx context.Context, info *Info, method Handler, stream Stream) *fault.Error {
	p.running.Add(1)
	defer p.running.Add(-1)
	info.method = method
	err := p.stages(context.WithValue(ctx, infoKey{}, info), stream)
	if err == nil {
		return nil
	}
	telemetry.FromContext(ctx).SetError(err)
	return fault.From(err)
}

// Drain ends every stream with UNAVAILABLE, those that begin later too. Unary calls run on.
func (p *Pipeline) Drain() { p.drain() }

// Draining returns a context that ends when Drain is called.
func (p *Pipeline) Draining() context.Context { return p.draining }

// Running returns how many calls are in progress.
func (p *Pipeline) Running() int { return int(p.running.Load()) }

// invoke is behind the last stage.
func invoke(ctx context.Context, stream Stream) error {
	method := From(ctx).method
	if method == nil {
		return errNotOfCall
	}
	return method(ctx, stream)
}

// recovered answers a panic like any other internal error: without it, one request ends the process.
func (p *Pipeline) recovered(next Handler) Handler {
	return func(ctx context.Context, stream Stream) (err error) {
		defer func() {
			if panicked := recover(); panicked != nil {
				p.log.ErrorContext(ctx, "panic", "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
				err = fmt.Errorf("panic: %v", panicked)
			}
		}()
		return next(ctx, stream)
	}
}

// bounded ends the context of a unary call at its deadline, and that of a stream when the server drains: without the
// first, work goes on after nobody can be answered; without the second, one open stream holds the shutdown until its
// time is out.
func (p *Pipeline) bounded(next Handler) Handler {
	return func(ctx context.Context, stream Stream) error {
		if !From(ctx).Streaming {
			ctx, cancel := context.WithTimeout(ctx, p.timeout)
			defer cancel()
			return ended(ctx, next(ctx, stream))
		}
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(p.draining, func() { cancel(errDraining) })()
		return ended(ctx, next(ctx, stream))
	}
}

// ended gives an error that follows from the end of the context the code of that: drivers have errors of their own for
// it, which would count as internal ones.
func ended(ctx context.Context, err error) error {
	var known *fault.Error
	if err == nil || ctx.Err() == nil || errors.As(err, &known) {
		return err
	}
	cause := context.Cause(ctx)
	return fault.Wrap(fault.CodeOf(cause), fault.MessageOf(cause), err)
}

// validated checks each request message as it is received.
func validated(check func(message any) error) Interceptor {
	return func(next Handler) Handler {
		return func(ctx context.Context, stream Stream) error {
			return next(ctx, checkedStream{stream, check})
		}
	}
}

type checkedStream struct {
	Stream
	check func(message any) error
}

func (s checkedStream) Receive(message any) error {
	if err := s.Stream.Receive(message); err != nil {
		return err
	}
	return s.check(message)
}
