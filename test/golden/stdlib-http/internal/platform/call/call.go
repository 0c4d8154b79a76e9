// Package call is the pipeline that every call of the API passes, whatever its protocol and framework: one order of
// stages, one shape of interceptor for unary calls and streams, and one description of the call in progress.
//
// A transport describes the call in an Info, hands the messages over as a Stream, and answers with the *fault.Error that
// Pipeline.Serve returns.
package call

import (
	"context"
	"net/netip"
)

// Protocols that a call can arrive by.
const (
	HTTP   = "http"
	GRPC   = "grpc"
	Thrift = "thrift"
)

// Headers are the headers or the metadata of a call. Names are not case-sensitive.
type Headers interface {
	// Get returns the first value of a header, or "" when there is none.
	Get(name string) string
	// Values returns every value of a header; the caller must not change them.
	Values(name string) []string
}

// HeaderSetter sends headers, or gRPC metadata, with a response.
type HeaderSetter interface {
	SetHeader(name, value string)
}

// Info describes the call in progress. Interceptors and handlers read it with From.
type Info struct {
	Procedure string       // "/package.Service/Method", as the IDL names it
	Protocol  string       // HTTP, GRPC or Thrift
	Route     string       // the path template of the HTTP route, such as "/v1/{name=shelves/*}"; else empty
	Streaming bool         // whether the request, the response or both are streams
	Peer      string       // address and port at the other end of the connection
	Headers   Headers      // of the request; nil when the protocol has none
	Response  HeaderSetter // nil when the protocol has no headers: call SetHeader, which checks that

	method Handler
}

// Header returns the first value of a header of the request, or "" when there is none. Names are not case-sensitive.
func (i *Info) Header(name string) string {
	if i.Headers == nil {
		return ""
	}
	return i.Headers.Get(name)
}

// SetHeader sends a header, or gRPC metadata, with the response. It has no effect once the first response message is
// sent, or when the protocol has no headers.
func (i *Info) SetHeader(name, value string) {
	if i.Response != nil {
		i.Response.SetHeader(name, value)
	}
}

// PeerAddress returns the IP address at the other end of the connection; the zero Addr when it is not known.
func (i *Info) PeerAddress() netip.Addr {
	peer, err := netip.ParseAddrPort(i.Peer)
	if err != nil {
		return netip.Addr{}
	}
	return peer.Addr().Unmap()
}

type infoKey struct{}

// From returns the description of the call that ctx belongs to. Outside of a call it returns an empty one, never nil.
func From(ctx context.Context) *Info {
	if info, ok := ctx.Value(infoKey{}).(*Info); ok {
		return info
	}
	return new(Info)
}

// Stream is the messages of one call. A unary call has one request and one response.
type Stream interface {
	// Receive reads the next request into message, a pointer to the request type of the method. It returns io.EOF after
	// the last one, and a *fault.Error for a request that can't be decoded.
	Receive(message any) error
	// Send writes a response, a pointer to the response type of the method.
	Send(message any) error
}

// Handler serves one call: it receives the requests, sends the responses, and returns the error that ends the call.
type Handler func(ctx context.Context, stream Stream) error

// Interceptor wraps a Handler. It runs for unary calls and streams alike, before the first message is decoded: return an
// error to refuse the call, pass on another context to hand values to the handler, or pass on a Stream of your own to
// see the messages.
type Interceptor func(next Handler) Handler

// chain returns handler behind the interceptors, the first of them outermost.
func chain(handler Handler, interceptors ...Interceptor) Handler {
	for i := len(interceptors) - 1; i >= 0; i-- {
		handler = interceptors[i](handler)
	}
	return handler
}
