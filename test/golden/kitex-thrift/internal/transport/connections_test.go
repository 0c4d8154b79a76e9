package transport

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cloudwego/gopkg/protocol/thrift"
	"github.com/cloudwego/kitex/server"

	"example.com/orders/internal/rpc"
)

func TestTLSIsRefusedWithTheNameOfItsVariable(t *testing.T) {
	_, err := New(rpc.Services{}, Deps{TLS: &tls.Config{MinVersion: tls.VersionTLS13}})
	if err == nil || !strings.HasPrefix(err.Error(), "TLS_CERT_FILE: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("New with TLS: %v", err)
	}
}

func TestShutdownWaitsForTheCallInFlightAndNotForIdleConnections(t *testing.T) {
	r := start(t)
	idle, busy := r.dial(t), r.dial(t)
	if err := echo(t.Context(), idle, "hello"); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() { answered <- echo(t.Context(), busy, "wait") }()
	<-r.service.entered
	stopped := make(chan error, 1)
	go func() { stopped <- r.stop(10 * time.Second) }()
	refused(t, r.address)
	select {
	case err := <-stopped:
		t.Fatalf("the shutdown ended with %v before the call did", err)
	default:
	}
	close(r.service.release)
	if err := errors.Join(<-answered, <-stopped); err != nil {
		t.Error(err)
	}
}

func TestAShutdownDoesNotOutlastItsContext(t *testing.T) {
	r := start(t)
	c := r.dial(t)
	ended := make(chan error, 1)
	go func() { ended <- echo(t.Context(), c, "stuck") }() // the handler sleeps whatever its context says
	<-r.service.entered
	half := r.connect(t) // sends half of a call
	if _, err := half.Write(framed(message("Echo", 4), 100)); err != nil {
		t.Fatal(err)
	}
	r.awaitCalls(t, 2)
	began := time.Now()
	err := r.stop(200 * time.Millisecond)
	if took := time.Since(began); took > time.Second || err == nil || !strings.Contains(err.Error(), "2 calls did not end") {
		t.Errorf("after %v: %v", took, err)
	}
	if err := <-ended; err == nil {
		t.Error("the call that was cut off succeeded")
	}
	if err := half.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := half.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the half call's connection stays open")
	}
}

func TestTheContextsOfCallsThatAreCutOffEnd(t *testing.T) {
	r := start(t)
	c := r.dial(t)
	go func() { _ = echo(t.Context(), c, "wait") }() // it is cut off
	handler := <-r.service.entered
	if err := r.stop(time.Millisecond); err == nil {
		t.Error("the call is not reported")
	}
	<-handler.Done()
}

func TestCallsOnTheirWayToAnIdleConnectionAreAnsweredInADrain(t *testing.T) {
	r := start(t, func(s *Server) { s.connections.timeouts.lastCalls = time.Minute })
	c := r.dial(t)
	if err := echo(t.Context(), c, "hello"); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- r.stop(time.Minute) }()
	refused(t, r.address)
	if err := echo(t.Context(), c, "hello"); err != nil {
		t.Errorf("the last call: %v", err)
	}
	select {
	case err := <-stopped:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the answer did not ask the client to close the connection")
	}
}

// idleServer is a server of the probe that does not serve yet.
func idleServer(t *testing.T) *Server {
	t.Helper()
	deps, _ := probeDeps(t, nil)
	s, err := newServer(deps, func(s server.Server) error { return s.RegisterService(probeInfo("Echo"), &probeService{}) })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

func TestShutdownBeforeServeEndsIt(t *testing.T) {
	s, listener := idleServer(t), listen(t)
	if err := errors.Join(s.Shutdown(t.Context()), s.Serve(map[string]net.Listener{"thrift": listener})); err != nil {
		t.Error(err)
	}
	refused(t, listener.Addr().String())
}

func TestTheTransportDoesNotEndBeforeKitexWaitsForIt(t *testing.T) {
	c := newConnections(slog.New(slog.DiscardHandler), timeouts{})
	if !c.drain(t.Context()) {
		t.Fatal("calls are left")
	}
	c.cutOff()
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
	listener := listen(t)
	_ = listener.Close()
	if err := idleServer(t).Serve(map[string]net.Listener{"thrift": listener}); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve: %v", err)
	}
}

func TestACallThatDoesNotArriveInTimeIsCutOffAndLogged(t *testing.T) {
	r := start(t, func(s *Server) { s.connections.timeouts.read = 50 * time.Millisecond })
	for _, sent := range [][]byte{{0}, framed(message("Echo", 4), 100), message("Echo", 4)} {
		_ = r.send(t, sent) // fails unless the server closes the connection
		r.log.await(t, `"msg":"request"`, `"code":"DEADLINE_EXCEEDED"`, "i/o timeout")
	}
}

func TestACallWhoseClientHangsUpIsCanceled(t *testing.T) {
	for name, end := range map[string]func(*net.TCPConn) error{
		"a reset":        func(conn *net.TCPConn) error { return errors.Join(conn.SetLinger(0), conn.Close()) },
		"an end":         func(conn *net.TCPConn) error { return conn.Close() },
		"a half-closing": func(conn *net.TCPConn) error { return conn.CloseWrite() },
	} {
		for _, sent := range [][]byte{framed(message("Echo", 4), 100)[:10], framed(message("Echo", 4), 100), message("Echo", 4)} {
			r := start(t)
			conn := r.connect(t)
			if _, err := conn.Write(sent); err != nil {
				t.Fatal(err)
			}
			r.awaitCalls(t, 1)
			if err := end(conn.(*net.TCPConn)); err != nil {
				t.Fatal(name, err)
			}
			r.log.await(t, `"msg":"request"`, `"code":"CANCELLED"`)
			r.awaitCalls(t, 0)
		}
	}
}

func TestAnIdleConnectionIsClosed(t *testing.T) {
	r := start(t, func(s *Server) { s.connections.timeouts.idle = 50 * time.Millisecond })
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
		r := start(t)
		conn := r.connect(t) // Kitex' client keeps goroutines of its own
		if _, err := conn.Write(append(message("Echo", 4), byte(thrift.STOP))); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		if err := r.stop(10 * time.Second); err != nil {
			t.Fatal(err)
		}
	}
	leavesNoGoroutines(t, cycle)
}

// awaitCalls waits until n calls are in progress.
func (r *running) awaitCalls(t *testing.T, n int64) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 5000 {
		if r.server.recorder.running.Load() == n {
			return
		}
		<-tick.C
	}
	t.Fatalf("%d calls are in progress, want %d", r.server.recorder.running.Load(), n)
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
