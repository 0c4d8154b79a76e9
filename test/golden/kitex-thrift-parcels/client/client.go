// Package client is what other services import to call this one: Options hardens the client that Kitex generated in
// gen/.
package client

import (
	"context"
	"strconv"
	"time"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/kitex/client"
	"github.com/cloudwego/kitex/pkg/connpool"
	"github.com/cloudwego/kitex/pkg/remote"
	meta "github.com/cloudwego/kitex/pkg/remote/transmeta"
	"github.com/cloudwego/kitex/pkg/transmeta"
	"go.opentelemetry.io/otel/propagation"
)

const (
	// connectTimeout leaves time to send a lost packet again, after a second. Kitex' 50 ms fail on the first loss.
	connectTimeout = 1500 * time.Millisecond
	// callTimeout is of a call whose context ends later, or never: Kitex would wait for ever.
	callTimeout = 3 * time.Second
	// idleTimeout is shorter than the server's: longer, and calls run into connections that it has closed.
	idleTimeout = time.Minute
	// idleConnections is of each address; what a burst opens above it is closed after use.
	idleConnections = 100
)

// Options returns the options of a client that calls the given addresses, such as "inventory:9090", in turn.
//
// A call ends with its context, or after three seconds. Nothing is retried: Kitex does not know what may safely be
// sent twice. An error of the service comes back as a business status whose code is one of google.rpc.Code:
// kerrors.FromBizStatusError returns it. Options given after these win.
func Options(addresses ...string) []client.Option {
	pass := passOn{propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})}
	return append(streamOptions(pass),
		client.WithHostPorts(addresses...),
		// Without TTHeader no trace, no deadline and no error code cross the wire.
		client.WithTransportProtocol(protocols),
		client.WithMetaHandler(transmeta.ClientTTHeaderHandler),
		client.WithConnectTimeout(connectTimeout),
		client.WithRPCTimeout(callTimeout),
		// A connection for each call, as is Kitex' default, costs a round trip and a port for each call.
		client.WithLongConnection(connpool.IdleConfig{
			MaxIdlePerAddress: idleConnections,
			MaxIdleTimeout:    idleTimeout,
		}),
		client.WithMetaHandler(pass),
	)
}

// passOn sends the trace context and the time that is left.
type passOn struct{ propagator propagation.TextMapPropagator }

// WriteMeta is called for each message to the service.
func (p passOn) WriteMeta(ctx context.Context, message remote.Message) (context.Context, error) {
	message.TransInfo().PutTransStrInfo(p.headers(ctx))
	// Kitex sends callTimeout, however soon the caller's context ends.
	message.TransInfo().PutTransIntInfo(timeLeft(ctx))
	return ctx, nil
}

func (p passOn) headers(ctx context.Context) map[string]string {
	carrier := propagation.MapCarrier{}
	p.propagator.Inject(ctx, carrier)
	headers := make(map[string]string, len(carrier))
	for key, value := range carrier {
		headers[metainfo.PrefixTransient+key] = value
	}
	return headers
}

// timeLeft is empty for a context that does not end by itself.
func timeLeft(ctx context.Context) map[uint16]string {
	deadline, ok := ctx.Deadline()
	if !ok {
		return nil
	}
	left := max(time.Until(deadline).Milliseconds(), 1)
	return map[uint16]string{meta.RPCTimeout: strconv.FormatInt(left, 10)}
}

// ReadMeta is called for each message from the service.
func (passOn) ReadMeta(ctx context.Context, _ remote.Message) (context.Context, error) {
	return ctx, nil
}
