package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/env"
	"example.com/orders/internal/platform/health"
	"example.com/orders/internal/platform/telemetry"
)

// probeServer is what serves one port.
type probeServer interface {
	Serve(map[string]net.Listener) error
	Shutdown(context.Context) error
}

// probe is a server of test.Probe, which no IDL has, so that the tests hold whatever the IDL is.
type probe struct {
	address string
	health  *health.Health
	log     *syncBuffer
	// stop shuts the server down and returns how that and Serve ended.
	stop func(timeout time.Duration) error
}

// probeDeps returns what a server of test.Probe is made of, and its log. change, which may be nil, changes the pipeline;
// refuseInvalid is a rule that an IDL might have.
func probeDeps(t *testing.T, change func(*call.Config)) (Deps, *syncBuffer) {
	t.Helper()
	log := &syncBuffer{}
	tel, err := telemetry.New(t.Context(), telemetry.Config{Service: "test", LogLevel: slog.LevelInfo}, log)
	if err != nil {
		t.Fatal(err)
	}
	cfg := call.Config{Log: tel.Logger(), Timeout: time.Second, Validate: refuseInvalid}
	if change != nil {
		change(&cfg)
	}
	return Deps{
		Log: tel.Logger(), Telemetry: tel, Health: health.New(health.Info{}), Pipeline: call.New(cfg), MaxRequestBytes: 1000,
		Settings: ReadSettings(env.New(func(string) string { return "" })),
	}, log
}

// startProbe serves one port until the test ends.
func startProbe(t *testing.T, port string, change func(*call.Config), newServer func(Deps) (probeServer, error)) *probe {
	t.Helper()
	deps, log := probeDeps(t, change)
	server, err := newServer(deps)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(map[string]net.Listener{port: listener}) }()
	var once sync.Once
	var stopped error
	stop := func(timeout time.Duration) error {
		once.Do(func() {
			ctx, cancel := context.WithTimeout(context.Background(), timeout)
			defer cancel()
			stopped = errors.Join(server.Shutdown(ctx), <-served)
		})
		return stopped
	}
	t.Cleanup(func() { _ = stop(10 * time.Second) }) // a test that is about the end has looked at it
	return &probe{listener.Addr().String(), deps.Health, log, stop}
}

// wantToken is an interceptor that a user might have.
func wantToken(next call.Handler) call.Handler {
	return func(ctx context.Context, stream call.Stream) error {
		if call.From(ctx).Header("x-token") != "good" {
			return fault.New(fault.Unauthenticated, "want a token")
		}
		return next(ctx, stream)
	}
}

// stageLog notes the stages that a call passes.
type stageLog struct {
	mu     sync.Mutex
	stages []string
}

func (s *stageLog) add(stage string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stages = append(s.stages, stage)
}

// record has the interceptors, the decoding and the validation of a call noted.
func (s *stageLog) record(cfg *call.Config) {
	note := func(name string) call.Interceptor {
		return func(next call.Handler) call.Handler {
			return func(ctx context.Context, stream call.Stream) error {
				_, bounded := ctx.Deadline()
				s.add(fmt.Sprint(name, " bounded=", bounded, " traced=", telemetry.FromContext(ctx).TraceID() != ""))
				err := next(ctx, notedStream{stream, s, name})
				s.add(name + " ends")
				return err
			}
		}
	}
	cfg.Interceptors = []call.Interceptor{note("first"), note("second")}
	cfg.Validate = func(any) error { s.add("validation"); return nil }
}

type notedStream struct {
	call.Stream
	log  *stageLog
	name string
}

func (s notedStream) Receive(message any) error {
	err := s.Stream.Receive(message)
	s.log.add(s.name + " receives")
	return err
}

func (s *stageLog) want(t *testing.T) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	want := []string{
		"first bounded=true traced=true", "second bounded=true traced=true",
		"first receives", "second receives", "validation", "second ends", "first ends",
	}
	if !slices.Equal(s.stages, want) {
		t.Errorf("the stages were %q, want %q", s.stages, want)
	}
}

type syncBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// await waits for a line with every text, and returns it: the line of a call is written after its answer.
func (s *syncBuffer) await(t *testing.T, texts ...string) string {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		s.mu.Lock()
		log := s.b.String()
		s.mu.Unlock()
	lines:
		for line := range strings.Lines(log) {
			for _, text := range texts {
				if !strings.Contains(line, text) {
					continue lines
				}
			}
			return line
		}
	}
	t.Errorf("the log has no line with %q", texts)
	return ""
}
