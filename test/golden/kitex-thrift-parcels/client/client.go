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
	"github.com/cloudwego/kitex/transport"
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
	return []client.Option{
		client.WithHostPorts(addresses...),
		// Without TTHeader no trace, no deadline and no error code cross the wire.
		client.WithTransportProtocol(transport.TTHeader),
		client.WithMetaHandler(transmeta.ClientTTHeaderHandler),
		client.WithConnectTimeout(connectTimeout),
		client.WithRPCTimeout(callTimeout),
		// A connection for each call, as is Kitex' default, costs a round trip and a port for each call.
		client.WithLongConnection(connpool.IdleConfig{
			MaxIdlePerAddress: idleConnections,
			MaxIdleTimeout:    idleTimeout,
		}),
		client.WithMetaHandler(passOn{
			propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}),
		}),
	}
}

// passOn sends the trace context and the time that is left.
type passOn struct{ propagator propagation.TextMapPropagator }

// WriteMeta is called for each message to the service.
func (p passOn) WriteMeta(ctx context.Context, message remote.Message) (context.Context, error) {
	carrier := propagation.MapCarrier{}
	p.propagator.Inject(ctx, carrier)
	headers := make(map[string]string, len(carrier))
	for key, value := range carrier {
		headers[metainfo.PrefixTransient+key] = value
	}
	message.TransInfo().PutTransStrInfo(headers)
	// Kitex sends callTimeout, however soon the caller's context ends.
	if deadline, ok := ctx.Deadline(); ok {
		left := max(time.Until(deadline).Milliseconds(), 1)
		message.TransInfo().PutTransIntInfo(map[uint16]string{meta.RPCTimeout: strconv.FormatInt(left, 10)})
	}
	return ctx, nil
}

// ReadMeta is called for each message from the service.
func (passOn) ReadMeta(ctx context.Context, _ remote.Message) (context.Context, error) {
	return ctx, nil
}
