package lifecycle_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"example.com/orders/internal/platform/lifecycle"
)

// portServer is one half of a service.
type portServer struct {
	listener chan net.Listener
	end      chan error
}

func newPortServer() *portServer {
	return &portServer{listener: make(chan net.Listener, 1), end: make(chan error, 2)}
}

func (s *portServer) Serve(listeners map[string]net.Listener) error {
	for _, listener := range listeners {
		s.listener <- listener
	}
	return <-s.end
}

func (s *portServer) Shutdown(context.Context) error {
	s.end <- nil
	return nil
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() }) // no server of these closes it
	return listener
}

func TestEachPortHasItsServer(t *testing.T) {
	a, b := newPortServer(), newPortServer()
	ports := lifecycle.Ports{"a": a, "b": b}
	listeners := map[string]net.Listener{"a": listen(t), "b": listen(t)}
	served := make(chan error, 1)
	go func() { served <- ports.Serve(listeners) }()
	if <-a.listener != listeners["a"] || <-b.listener != listeners["b"] {
		t.Error("a server has the listener of another port")
	}
	if err := errors.Join(ports.Shutdown(t.Context()), <-served); err != nil {
		t.Error(err)
	}
}

func TestOnePortNeverServesAlone(t *testing.T) {
	a, b := newPortServer(), newPortServer()
	failure := errors.New("accept: too many open files")
	a.end <- failure
	served := make(chan error, 1)
	go func() {
		served <- lifecycle.Ports{"a": a, "b": b}.Serve(map[string]net.Listener{"a": listen(t), "b": listen(t)})
	}()
	select {
	case err := <-served:
		if !errors.Is(err, failure) {
			t.Errorf("got %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("the other port serves on")
	}
}
