// Package lifecycle starts servers and takes the service down again in order: readiness off, wait, drain, close.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"
)

// closeTimeout bounds each closer (a store, the flush of telemetry) after the servers have drained.
const closeTimeout = 5 * time.Second

// Server serves its listeners, by the name of their port, until Shutdown.
type Server interface {
	// Serve blocks; it returns nil after Shutdown.
	Serve(map[string]net.Listener) error
	// Shutdown ends Serve and waits for what is in flight, as long as its context allows.
	Shutdown(context.Context) error
}

// Probes is told when the service stops taking work.
type Probes interface{ Drain() }

// Config says how the service goes down.
type Config struct {
	DrainDelay      time.Duration // serve on this long after readiness is off; 0 does not wait
	ShutdownTimeout time.Duration // then what is in flight may take this long
}

// Group owns the running servers and what they need closed after them.
type Group struct {
	cfg    Config
	probes Probes
	log    *slog.Logger

	serving sync.WaitGroup
	failed  chan error // the first server that ended unasked
	public  []step
	closers []step
}

type step struct {
	name string
	run  func(context.Context) error
}

// New returns an empty group.
func New(cfg Config, probes Probes, log *slog.Logger) *Group {
	return &Group{cfg: cfg, probes: probes, log: log, failed: make(chan error, 1)}
}

// OnClose registers what to close after the servers; the last registered is closed first.
func (g *Group) OnClose(name string, closer func(context.Context) error) {
	g.closers = append(g.closers, step{name, closer})
}

// Serve listens on the address of each port and serves them at once; the server drains when the group closes.
func (g *Group) Serve(ctx context.Context, server Server, addresses map[string]string) error {
	err := g.start(ctx, server, addresses)
	if err == nil {
		g.public = append(g.public, step{"server", server.Shutdown})
	}
	return err
}

// ServeSide is Serve for the admin and debug servers, which go down after the public ones, so that probes and metrics
// answer until the end.
func (g *Group) ServeSide(ctx context.Context, name, address string, server Server) error {
	err := g.start(ctx, server, map[string]string{name: address})
	if err == nil {
		g.OnClose(name, server.Shutdown)
	}
	return err
}

func (g *Group) start(ctx context.Context, server Server, addresses map[string]string) error {
	listeners := make(map[string]net.Listener, len(addresses))
	for port, address := range addresses {
		var lc net.ListenConfig
		listener, err := lc.Listen(ctx, "tcp", address)
		if err != nil {
			for _, open := range listeners {
				_ = open.Close() // the first error is the one to tell
			}
			return fmt.Errorf("listen for %s: %w", port, err)
		}
		listeners[port] = listener
	}
	for port, listener := range listeners {
		g.log.Info("listening", "port", port, "address", listener.Addr().String())
	}
	g.serving.Go(func() {
		if err := server.Serve(listeners); err != nil {
			select {
			case g.failed <- err:
			default: // another server failed first
			}
		}
	})
	return nil
}

// Wait blocks until ctx ends, which is no error, or a server fails.
func (g *Group) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-g.failed:
		return fmt.Errorf("serve: %w", err)
	}
}

// Close turns readiness off, waits DrainDelay, drains the servers, then runs the closers. It is called once,
// however far the start came.
func (g *Group) Close() error {
	g.probes.Drain()
	if len(g.public) > 0 {
		g.log.Info("draining", "delay", g.cfg.DrainDelay.String(), "timeout", g.cfg.ShutdownTimeout.String())
		// Load balancers learn of it late: without the delay they send requests to a closed port.
		time.Sleep(g.cfg.DrainDelay)
	}
	// The caller's context has ended already: draining needs one of its own.
	ctx, cancel := context.WithTimeout(context.Background(), g.cfg.ShutdownTimeout)
	defer cancel()
	var errs []error
	for _, s := range g.public {
		if err := s.run(ctx); err != nil {
			errs = append(errs, fmt.Errorf("drain %s: %w", s.name, err))
		}
	}
	for i := len(g.closers) - 1; i >= 0; i-- {
		errs = append(errs, g.close(g.closers[i]))
	}
	g.serving.Wait()
	return errors.Join(errs...)
}

func (g *Group) close(s step) error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if err := s.run(ctx); err != nil {
		return fmt.Errorf("close %s: %w", s.name, err)
	}
	return nil
}
