package call_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
)

// text is a message.
type text struct{ value string }

// messages is a call.Stream of requests that are there already.
type messages struct {
	requests []string
	sent     []string
}

func (m *messages) Receive(message any) error {
	if len(m.requests) == 0 {
		return io.EOF
	}
	message.(*text).value, m.requests = m.requests[0], m.requests[1:]
	return nil
}

func (m *messages) Send(message any) error {
	m.sent = append(m.sent, message.(*text).value)
	return nil
}

func newPipeline(cfg call.Config) *call.Pipeline {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return call.New(cfg)
}

// echo answers with its request, or fails as that says.
func echo(ctx context.Context, req *text) (*text, error) {
	switch req.value {
	case "panic":
		panic("secret state")
	case "fault":
		return nil, fault.Wrap(fault.NotFound, "no such thing", errors.New("row 7"))
	case "foreign":
		return nil, errors.New("row 7")
	case "wait":
		<-ctx.Done()
		return nil, errors.New("interrupted") // what a driver might say of it
	}
	return &text{req.value}, nil
}

func TestEveryKindOfMethodReceivesAndSends(t *testing.T) {
	all := func(recv func() (*text, error)) (string, error) {
		var values []string
		for {
			req, err := recv()
			if errors.Is(err, io.EOF) {
				return strings.Join(values, "+"), nil
			}
			if err != nil {
				return "", err
			}
			values = append(values, req.value)
		}
	}
	for name, test := range map[string]struct {
		method call.Method
		want   []string
	}{
		"unary": {call.Unary(echo), []string{"a"}},
		"server": {call.ServerStream(func(_ context.Context, req *text, send func(*text) error) error {
			return errors.Join(send(req), send(req))
		}), []string{"a", "a"}},
		"client": {call.ClientStream(func(_ context.Context, recv func() (*text, error)) (*text, error) {
			values, err := all(recv)
			return &text{values}, err
		}), []string{"a+b"}},
		"bidi": {call.BidiStream(func(_ context.Context, recv func() (*text, error), send func(*text) error) error {
			values, err := all(recv)
			return errors.Join(err, send(&text{values}))
		}), []string{"a+b"}},
	} {
		stream := &messages{requests: []string{"a", "b"}}
		failed := newPipeline(call.Config{}).Serve(t.Context(), &call.Info{Streaming: test.method.Streaming()}, test.method.Handler, stream)
		if failed != nil || !slices.Equal(stream.sent, test.want) {
			t.Errorf("%s: sent %q, %v", name, stream.sent, failed)
		}
		if test.method.Streaming() == (name == "unary") {
			t.Errorf("%s: streaming is %v", name, test.method.Streaming())
		}
		if _, ok := test.method.NewRequest().(*text); !ok {
			t.Errorf("%s: a new request is a %T", name, test.method.NewRequest())
		}
	}
}

func TestWhatTheCallerIsToldOfAFailure(t *testing.T) {
	for request, want := range map[string]string{
		"good":    "OK",
		"fault":   "NOT_FOUND no such thing",
		"foreign": "INTERNAL internal error",
		"panic":   "INTERNAL internal error",
		"wait":    "DEADLINE_EXCEEDED deadline exceeded",
		"bad":     "INVALID_ARGUMENT bad",
	} {
		var log bytes.Buffer
		pipeline := newPipeline(call.Config{
			Log: slog.New(slog.NewTextHandler(&log, nil)), Timeout: 20 * time.Millisecond,
			Validate: func(message any) error {
				if message.(*text).value == "bad" {
					return fault.New(fault.InvalidArgument, "bad")
				}
				return nil
			},
		})
		failed := pipeline.Serve(t.Context(), &call.Info{}, call.Unary(echo).Handler, &messages{requests: []string{request}})
		got := "OK"
		if failed != nil {
			got = failed.Code.String() + " " + failed.Message
		}
		if got != want {
			t.Errorf("%s: %s, want %s", request, got, want)
		}
		if panicked := strings.Contains(log.String(), "secret state") && strings.Contains(log.String(), "call_test.go"); panicked != (request == "panic") {
			t.Errorf("%s: the log is %s", request, &log)
		}
	}
}

func TestARequestThatIsMissingIsInvalid(t *testing.T) {
	failed := newPipeline(call.Config{}).Serve(t.Context(), &call.Info{}, call.Unary(echo).Handler, &messages{})
	if failed == nil || failed.Code != fault.InvalidArgument {
		t.Errorf("got %v", failed)
	}
}

func TestADeadlineOfTheCallerIsKeptWhenItIsSooner(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	began := time.Now()
	failed := newPipeline(call.Config{}).Serve(ctx, &call.Info{}, call.Unary(echo).Handler, &messages{requests: []string{"wait"}})
	if took := time.Since(began); took > 5*time.Second || failed == nil || failed.Code != fault.DeadlineExceeded {
		t.Errorf("after %v: %v", took, failed)
	}
}

func TestACallerThatHangsUpIsNoInternalError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	failed := newPipeline(call.Config{}).Serve(ctx, &call.Info{}, call.Unary(echo).Handler, &messages{requests: []string{"wait"}})
	if failed == nil || failed.Code != fault.Canceled {
		t.Errorf("got %v", failed)
	}
}

func TestStreamsHaveNoDeadlineAndEndWithTheDrain(t *testing.T) {
	pipeline := newPipeline(call.Config{Timeout: time.Nanosecond})
	begun := make(chan context.Context, 2)
	method := call.ServerStream(func(ctx context.Context, _ *text, _ func(*text) error) error {
		begun <- ctx
		<-ctx.Done()
		return ctx.Err()
	})
	serve := func() *fault.Error {
		return pipeline.Serve(t.Context(), &call.Info{Streaming: true}, method.Handler, &messages{requests: []string{"a"}})
	}
	ended := make(chan *fault.Error, 1)
	go func() { ended <- serve() }()
	if _, bounded := (<-begun).Deadline(); bounded {
		t.Error("a stream has a deadline")
	}
	if n := pipeline.Running(); n != 1 {
		t.Errorf("%d calls are running", n)
	}
	pipeline.Drain()
	for _, failed := range []*fault.Error{<-ended, serve()} { // one that was open, and one that begins later
		if failed == nil || failed.Code != fault.Unavailable {
			t.Errorf("ended with %v", failed)
		}
	}
	if n := pipeline.Running(); n != 0 {
		t.Errorf("%d calls are running after their end", n)
	}
}

func TestUnaryCallsRunOnDuringADrain(t *testing.T) {
	pipeline := newPipeline(call.Config{})
	pipeline.Drain()
	if failed := pipeline.Serve(t.Context(), &call.Info{}, call.Unary(echo).Handler, &messages{requests: []string{"a"}}); failed != nil {
		t.Error(failed)
	}
}

func TestInterceptorsRunInOrderBeforeTheValidation(t *testing.T) {
	var events []string
	note := func(name string) call.Interceptor {
		return func(next call.Handler) call.Handler {
			return func(ctx context.Context, stream call.Stream) error {
				events = append(events, name+" of "+call.From(ctx).Procedure)
				return next(ctx, stream)
			}
		}
	}
	pipeline := newPipeline(call.Config{
		Interceptors: []call.Interceptor{note("first"), note("second")},
		Validate:     func(any) error { events = append(events, "validation"); return nil },
	})
	method := call.Unary(func(ctx context.Context, req *text) (*text, error) {
		events = append(events, "method of "+call.From(ctx).Procedure)
		return req, nil
	})
	if failed := pipeline.Serve(t.Context(), &call.Info{Procedure: "/a.B/C"}, method.Handler, &messages{requests: []string{"a"}}); failed != nil {
		t.Fatal(failed)
	}
	if want := []string{"first of /a.B/C", "second of /a.B/C", "validation", "method of /a.B/C"}; !slices.Equal(events, want) {
		t.Errorf("got %q, want %q", events, want)
	}
}

func TestAPanicOfAnInterceptorIsRecoveredToo(t *testing.T) {
	pipeline := newPipeline(call.Config{Interceptors: []call.Interceptor{func(call.Handler) call.Handler {
		return func(context.Context, call.Stream) error { panic("secret state") }
	}}})
	failed := pipeline.Serve(t.Context(), &call.Info{}, call.Unary(echo).Handler, &messages{})
	if failed == nil || failed.Code != fault.Internal || strings.Contains(failed.Message, "secret") {
		t.Errorf("got %v", failed)
	}
}

func TestAContextThatIsNotTheCallsIsAMistakeThatIsTold(t *testing.T) {
	pipeline := newPipeline(call.Config{Interceptors: []call.Interceptor{func(next call.Handler) call.Handler {
		return func(_ context.Context, stream call.Stream) error { return next(context.Background(), stream) }
	}}})
	failed := pipeline.Serve(t.Context(), &call.Info{}, call.Unary(echo).Handler, &messages{requests: []string{"a"}})
	if failed == nil || !strings.Contains(fmt.Sprint(failed), "not derived from the call's") {
		t.Errorf("got %v", failed)
	}
}

func TestOutsideOfACallThereIsAnEmptyDescription(t *testing.T) {
	info := call.From(t.Context())
	info.SetHeader("x", "y")
	if info.Procedure != "" || info.Header("x") != "" || info.PeerAddress().IsValid() {
		t.Errorf("got %+v", info)
	}
}
