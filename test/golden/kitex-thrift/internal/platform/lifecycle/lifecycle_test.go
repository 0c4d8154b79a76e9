package lifecycle_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/lifecycle"
)

// journal notes the order of events.
type journal struct {
	mu     sync.Mutex
	events []string
}

func (j *journal) add(event string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.events = append(j.events, event)
}

func (j *journal) Drain() { j.add("readiness off") }

// server is a lifecycle.Server that serves until Shutdown, or fails when told to.
type server struct {
	journal *journal
	address chan string
	stop    chan error
}

func newServer(j *journal) *server {
	return &server{journal: j, address: make(chan string, 1), stop: make(chan error, 1)}
}

func (s *server) Serve(listeners map[string]net.Listener) error {
	s.address <- listeners["http"].Addr().String()
	err := <-s.stop
	return errors.Join(err, listeners["http"].Close())
}

func (s *server) Shutdown(context.Context) error {
	s.journal.add("server drained")
	s.stop <- nil
	return nil
}

func newGroup(j *journal, cfg lifecycle.Config) *lifecycle.Group {
	return lifecycle.New(cfg, j, slog.New(slog.DiscardHandler))
}

var anyPort = map[string]string{"http": "127.0.0.1:0"}

func TestTheServiceGoesDownInOrder(t *testing.T) {
	j := &journal{}
	group := newGroup(j, lifecycle.Config{ShutdownTimeout: time.Second})
	group.OnClose("telemetry", func(context.Context) error { j.add("telemetry flushed"); return nil })
	group.OnClose("store", func(context.Context) error { j.add("store closed"); return nil })
	if err := group.Serve(t.Context(), newServer(j), anyPort); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := errors.Join(group.Wait(ctx), group.Close()); err != nil {
		t.Fatal(err)
	}
	want := []string{"readiness off", "server drained", "store closed", "telemetry flushed"}
	if !slices.Equal(j.events, want) {
		t.Errorf("order: %v, want %v", j.events, want)
	}
}

func TestItServesOnWhileLoadBalancersLearn(t *testing.T) {
	j := &journal{}
	const delay = 50 * time.Millisecond
	group := newGroup(j, lifecycle.Config{DrainDelay: delay, ShutdownTimeout: time.Second})
	if err := group.Serve(t.Context(), newServer(j), anyPort); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := group.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took < delay {
		t.Errorf("drained after %v, want at least %v", took, delay)
	}
}

func TestAFailedServerEndsTheService(t *testing.T) {
	j := &journal{}
	group := newGroup(j, lifecycle.Config{ShutdownTimeout: time.Second})
	broken := newServer(j)
	if err := group.Serve(t.Context(), broken, anyPort); err != nil {
		t.Fatal(err)
	}
	failure := errors.New("accept: too many open files")
	broken.stop <- failure
	if err := group.Wait(t.Context()); !errors.Is(err, failure) {
		t.Errorf("got %v, want %v", err, failure)
	}
	if err := group.Close(); err != nil {
		t.Error(err)
	}
}

func TestATakenAddressIsAnErrorThatNamesThePort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	group := newGroup(&journal{}, lifecycle.Config{})
	err = group.Serve(t.Context(), newServer(&journal{}), map[string]string{"http": taken.Addr().String()})
	if err == nil || !strings.Contains(err.Error(), "listen for http") {
		t.Errorf("got %v", err)
	}
	if err := group.Close(); err != nil {
		t.Error(err)
	}
}

func TestAdminAnswersWhileThePublicServerDrains(t *testing.T) {
	j := &journal{}
	group := newGroup(j, lifecycle.Config{ShutdownTimeout: 5 * time.Second})
	address := make(chan string, 1)
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "draining") })
	admin := httpserver.New(handler, httpserver.Config{}, slog.New(slog.DiscardHandler))
	admin.BaseContext = func(l net.Listener) context.Context { address <- l.Addr().String(); return t.Context() }
	if err := group.ServeSide(t.Context(), "admin", "127.0.0.1:0", admin); err != nil {
		t.Fatal(err)
	}
	url := "http://" + <-address
	var body string
	if err := group.Serve(t.Context(), &drainHook{server: newServer(j), hook: func() {
		resp, err := http.Get(url)
		if err != nil {
			t.Error(err)
			return
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		body = string(text)
	}}, anyPort); err != nil {
		t.Fatal(err)
	}
	if err := group.Close(); err != nil {
		t.Fatal(err)
	}
	if body != "draining" {
		t.Errorf("admin said %q while the public server drained", body)
	}
}

type drainHook struct {
	*server
	hook func()
}

func (s *drainHook) Shutdown(ctx context.Context) error {
	s.hook()
	return s.server.Shutdown(ctx)
}
