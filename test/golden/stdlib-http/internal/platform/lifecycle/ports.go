package lifecycle

import (
	"context"
	"errors"
	"net"
	"sync"
)

// Ports is a Server of several, one for each port: it serves while all of them do.
type Ports map[string]Server

// Serve blocks until Shutdown, or until one of the servers fails: it shuts the others down then, because a service that
// answers on half of its ports looks healthy to half of its callers.
func (p Ports) Serve(listeners map[string]net.Listener) error {
	ended := make(chan error, len(p))
	for port, server := range p {
		go func() { ended <- server.Serve(map[string]net.Listener{port: listeners[port]}) }()
	}
	var errs []error
	for range p {
		err := <-ended
		if err != nil && len(errs) == 0 {
			p.stop()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// stop ends every server without waiting for its calls.
func (p Ports) stop() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = p.Shutdown(ctx) // the error that led here is the one to report
}

// Shutdown shuts the servers down side by side.
func (p Ports) Shutdown(ctx context.Context) error {
	errs := make(chan error, len(p))
	var all sync.WaitGroup
	for _, server := range p {
		all.Go(func() { errs <- server.Shutdown(ctx) })
	}
	all.Wait()
	close(errs)
	var failed []error
	for err := range errs {
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}
