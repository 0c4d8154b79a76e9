package transport

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/cloudwego/kitex/pkg/remote"
	"github.com/cloudwego/kitex/pkg/utils"
)

// acceptPause is the longest wait after a failed accept, such as for want of file descriptors.
const acceptPause = time.Second

// timeouts bound what a connection may do.
type timeouts struct {
	idle, read, write, lastCalls time.Duration
}

func defaultTimeouts(settings ThriftSettings) timeouts {
	return timeouts{
		// Between calls. A client that keeps idle connections for longer than this writes into closed ones.
		idle: settings.IdleTimeout,
		// From the first byte of a call to its last: a client that sends slowly would hold a goroutine.
		read: 30 * time.Second,
		// Of one write: a client that does not read would hold a goroutine.
		write: 30 * time.Second,
		// For calls that arrive on idle connections during a drain: closing at once would reset them.
		lastCalls: 100 * time.Millisecond,
	}
}

// connections is Kitex' transport server, over package net, with a goroutine for each connection.
//
// It replaces both of Kitex' own. The one over netpoll closes the file descriptor of its listener a second time during a
// shutdown, when the number may belong to a file that was opened since. The one over net never closes an idle connection,
// so every shutdown takes all of its time and fails.
type connections struct {
	log      *slog.Logger
	timeouts timeouts
	base     context.Context // of all calls
	cut      context.CancelFunc
	awaited  chan struct{} // closed when Kitex waits for BootstrapServer

	mu       sync.Mutex
	listener net.Listener
	handler  remote.ServerTransHandler
	open     map[*conn]bool // true while a call is in flight
	draining bool           // no new connections
	closing  bool           // no new calls either
	running  sync.WaitGroup
}

func newConnections(log *slog.Logger, limits timeouts) *connections {
	c := &connections{
		log: log, timeouts: limits,
		awaited: make(chan struct{}), open: make(map[*conn]bool),
	}
	c.base, c.cut = context.WithCancel(context.Background())
	return c
}

// NewTransServer makes connections the factory of itself; Kitex calls it once.
func (c *connections) NewTransServer(_ *remote.ServerOption, handler remote.ServerTransHandler) remote.TransServer {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.handler = handler
	return c
}

// CreateListener returns the listener that main opened.
func (c *connections) CreateListener(net.Addr) (net.Listener, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.listener, nil
}

func (c *connections) use(listener net.Listener) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listener = listener
}

// BootstrapServer accepts connections until the drain, and returns at its end.
func (c *connections) BootstrapServer(listener net.Listener) error {
	defer func() { _ = listener.Close() }() // closed already, but when drain came before
	var pause time.Duration
	for !c.isDraining() {
		accepted, err := listener.Accept()
		switch {
		case err == nil:
			pause = 0
			c.start(accepted)
		case c.isDraining():
		case errors.Is(err, net.ErrClosed):
			c.cutOff()
			return err
		default:
			pause = min(max(2*pause, 5*time.Millisecond), acceptPause)
			c.log.Error("accept", "error", err, "pause", pause)
			select {
			case <-time.After(pause):
			case <-c.base.Done():
			}
		}
	}
	<-c.base.Done()
	<-c.awaited // Kitex panics when its server ends well before that
	return nil
}

// exitSignal is called when Kitex begins to wait. It gets no signals, which belong to main.
func (c *connections) exitSignal() <-chan error {
	close(c.awaited)
	return nil
}

// Shutdown is what Kitex calls after BootstrapServer has returned.
func (c *connections) Shutdown() error { return nil }

// ConnCount returns how many connections are open.
func (c *connections) ConnCount() utils.AtomicInt {
	c.mu.Lock()
	defer c.mu.Unlock()
	return utils.AtomicInt(len(c.open)) //nolint:gosec // there are never that many file descriptors
}

func (c *connections) isDraining() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.draining
}

func (c *connections) start(accepted net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	conn := newConn(accepted, c.timeouts.write)
	if c.draining {
		_ = conn.Close() // nothing was read from it
		return
	}
	c.open[conn] = false
	c.running.Go(func() { c.serve(conn) })
}

func (c *connections) serve(conn *conn) {
	defer c.forget(conn)
	ctx := context.WithValue(c.base, connKey{}, conn)
	ctx, err := c.handler.OnActive(ctx, conn)
	if err != nil {
		c.handler.OnError(ctx, err, conn)
		return
	}
	defer c.handler.OnInactive(ctx, conn)
	for {
		_ = conn.SetReadDeadline(time.Now().Add(c.timeouts.idle)) // fails on a closed connection, as Peek does then
		if _, err := conn.Reader().Peek(1); err != nil {
			return
		}
		if !c.begin(conn) {
			return
		}
		_ = conn.SetReadDeadline(time.Now().Add(c.timeouts.read))
		if err := c.handler.OnRead(ctx, conn); err != nil {
			c.handler.OnError(ctx, err, conn)
			return
		}
		if !c.end(conn) {
			return
		}
	}
}

// begin reports whether a call may start: not on a connection that the drain has closed.
func (c *connections) begin(conn *conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.open[conn]
	if ok {
		c.open[conn] = true
	}
	return ok
}

// end reports whether another call may come.
func (c *connections) end(conn *conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[conn] = false
	return !c.closing
}

func (c *connections) forget(conn *conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, conn)
	_ = conn.Close() // the call on it is over, or failed
}

// drain stops accepting, closes idle connections and waits for the calls in flight. It reports whether they ended before ctx.
func (c *connections) drain(ctx context.Context) bool {
	c.stopAccepting(ctx)
	done := make(chan struct{})
	go func() {
		c.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	case <-time.After(c.timeouts.lastCalls):
		c.closeIdle()
	}
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *connections) stopAccepting(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.draining = true
	if c.listener != nil {
		_ = c.listener.Close() // nobody is left to tell
	}
	if handler, ok := c.handler.(remote.GracefulShutdown); ok {
		_ = handler.GracefulShutdown(ctx) // from now on answers ask clients to close the connection; it can't fail
	}
}

func (c *connections) closeIdle() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closing = true
	for conn, busy := range c.open {
		if !busy {
			delete(c.open, conn)
			_ = conn.Close() // its goroutine waits for a call and ends
		}
	}
}

// cutOff ends the contexts of the calls that are left and closes their connections. BootstrapServer returns then.
func (c *connections) cutOff() {
	c.cut()
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.open {
		_ = conn.Close() // cut off on purpose
	}
}
