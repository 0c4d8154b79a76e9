package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cloudwego/gopkg/protocol/thrift"

	"example.com/orders/internal/rpc"
)

func TestTLSIsRefusedWithTheNameOfItsVariable(t *testing.T) {
	_, err := New(rpc.Services{}, Deps{TLS: &tls.Config{MinVersion: tls.VersionTLS13}})
	if err == nil || !strings.HasPrefix(err.Error(), "TLS_CERT_FILE: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("New with TLS: %v", err)
	}
}

func TestShutdownWaitsForTheCallInFlightAndNotForIdleConnections(t *testing.T) {
	r := prepare(t)
	r.serve(t)
	idle, busy := r.dial(t), r.dial(t)
	if err := call(t.Context(), idle, "OK"); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() { answered <- call(t.Context(), busy, "Wait") }()
	<-r.probe.entered
	stopped := make(chan error, 1)
	go func() { stopped <- r.Shutdown(t.Context()) }()
	refused(t, r.address)
	select {
	case err := <-stopped:
		t.Fatalf("Shutdown returned %v before the call did", err)
	default:
	}
	close(r.probe.release)
	if err := <-answered; err != nil {
		t.Errorf("the call in flight: %v", err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if err := <-r.served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestShutdownCutsOffWhatIsLeftWhenItsTimeIsOut(t *testing.T) {
	r := prepare(t)
	r.serve(t)
	answered := make(chan error, 1)
	c := r.dial(t)
	go func() { answered <- call(t.Context(), c, "Wait") }()
	handler := <-r.probe.entered
	half := r.connect(t) // sends half of a call
	if _, err := half.Write([]byte{0}); err != nil {
		t.Fatal(err)
	}
	r.awaitCalls(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	shutdown, serve := r.stop(ctx)
	if !errors.Is(shutdown, context.Canceled) || serve != nil {
		t.Errorf("Shutdown: %v, Serve: %v", shutdown, serve)
	}
	<-handler.Done()
	if err := <-answered; err == nil {
		t.Error("the call that was cut off succeeded")
	}
	if err := half.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := half.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the half call's connection stays open")
	}
}

func TestCallsOnTheirWayToAnIdleConnectionAreAnsweredInADrain(t *testing.T) {
	r := prepare(t)
	r.connections.timeouts.lastCalls = time.Minute
	r.serve(t)
	c := r.dial(t)
	if err := call(t.Context(), c, "OK"); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- r.Shutdown(t.Context()) }()
	refused(t, r.address)
	if err := call(t.Context(), c, "OK"); err != nil {
		t.Errorf("the last call: %v", err)
	}
	select {
	case err := <-stopped:
		if err != nil {
			t.Errorf("Shutdown: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the answer did not ask the client to close the connection")
	}
}

func TestShutdownBeforeServeEndsIt(t *testing.T) {
	r := prepare(t)
	if err := r.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	r.serve(t)
	if err := <-r.served; err != nil {
		t.Error(err)
	}
	refused(t, r.address)
}

func TestTheTransportDoesNotEndBeforeKitexWaitsForIt(t *testing.T) {
	c := newConnections(slog.New(slog.DiscardHandler))
	if err := c.drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	listener := listen(t)
	go func() { ended <- c.BootstrapServer(listener) }()
	select {
	case err := <-ended:
		t.Error("Kitex panics on an end this early", err)
	case <-time.After(20 * time.Millisecond):
		c.exitSignal()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestServeFailsWhenItsListenerDoes(t *testing.T) {
	r := prepare(t)
	listener := listen(t)
	_ = listener.Close()
	if err := r.Serve(map[string]net.Listener{"grpc": listener}); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve: %v", err)
	}
}

func TestAClientThatDripsBytesIsCutOff(t *testing.T) {
	r := prepare(t)
	r.connections.timeouts.read = 50 * time.Millisecond
	serve(t, r)
	if answer := r.send(t, []byte{0}); answer != "" { // send fails unless the server closes the connection
		t.Errorf("answered %q", answer)
	}
}

func TestAnIdleConnectionIsClosed(t *testing.T) {
	r := prepare(t)
	r.connections.timeouts.idle = 50 * time.Millisecond
	serve(t, r)
	if answer := r.send(t, nil); answer != "" {
		t.Errorf("answered %q", answer)
	}
}

func TestAClientThatDoesNotReadIsCutOff(t *testing.T) {
	near, far := net.Pipe()
	defer func() { _ = far.Close() }()
	_, err := newConn(near, time.Millisecond).Write([]byte("answer"))
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("Write: %v", err)
	}
}

func TestServersLeaveNoGoroutinesBehind(t *testing.T) {
	cycle := func() {
		r := prepare(t)
		r.serve(t)
		conn := r.connect(t) // Kitex' client keeps goroutines of its own
		if _, err := conn.Write(append(message("OK", 2), byte(thrift.STOP))); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		if shutdown, serve := r.stop(t.Context()); shutdown != nil || serve != nil {
			t.Fatalf("Shutdown: %v, Serve: %v", shutdown, serve)
		}
	}
	leavesNoGoroutines(t, cycle)
}

// awaitCalls waits until n calls have begun.
func (r *running) awaitCalls(t *testing.T, n int) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 5000 {
		if r.connections.busy() == n {
			return
		}
		<-tick.C
	}
	t.Fatalf("%d calls have begun, want %d", r.connections.busy(), n)
}

func (c *connections) busy() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, busy := range c.open {
		if busy {
			n++
		}
	}
	return n
}

func refused(t *testing.T, address string) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	var dialer net.Dialer
	for range 5000 {
		conn, err := dialer.DialContext(t.Context(), "tcp", address)
		if err != nil {
			return
		}
		_ = conn.Close()
		<-tick.C
	}
	t.Fatal("the port stays open")
}
