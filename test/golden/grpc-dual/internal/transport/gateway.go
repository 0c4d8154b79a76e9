package transport

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
	"example.com/orders/internal/rpc"
)

// newGateway serves the google.api.http routes. httpjson finds the route, binds the request and encodes the answer,
// as with every HTTP framework; grpc-gateway's handler of its method does the call: deadline, metadata, status.
func newGateway(services rpc.Services, conn *inprocess, deps Deps) (*http.Server, error) {
	table := Routes(services)
	handlers, err := gatewayHandlers(conn)
	if err != nil {
		return nil, err
	}
	methods := procedures(table)
	if len(handlers) != len(methods) {
		return nil, fmt.Errorf("grpc-gateway has %d methods and the IDL %d: run make generate", len(handlers), len(methods))
	}
	of := make(map[string]runtime.HandlerFunc, len(methods))
	for i, procedure := range methods {
		of[procedure] = handlers[i]
	}
	api, err := httpjson.New(table, httpjson.Options{
		IgnoreUnknown: deps.HTTPUnknownFields == "ignore",
		Next: func(w http.ResponseWriter, r *http.Request, call *httpjson.Call) {
			if call.Streams() {
				_ = httpserver.Stream(w) // the write deadline stays where it can't be lifted
			}
			of[table[call.Route].Procedure](w, bare(r, call), nil)
		},
	})
	if err != nil {
		return nil, err
	}
	handler := httpserver.Chain(deps.Telemetry, httpserver.Limits{MaxBodyBytes: deps.MaxRequestBytes}, api)
	return httpserver.New(handler, httpserver.Config{TLS: deps.TLS}, deps.Log), nil
}

// procedures returns each method once, in the order of the IDL.
func procedures(table []httpjson.Route) []string {
	var methods []string
	for _, route := range table {
		if len(methods) == 0 || methods[len(methods)-1] != route.Procedure {
			methods = append(methods, route.Procedure)
		}
	}
	return methods
}

// gatewayHandlers returns grpc-gateway's handler of each method, in the order of the IDL. Routes are not its business:
// its code is generated as if there were none, because it can't bind all that a route may name.
func gatewayHandlers(conn *inprocess, options ...runtime.ServeMuxOption) ([]runtime.HandlerFunc, error) {
	var handlers []runtime.HandlerFunc
	keep := func(handler runtime.HandlerFunc) runtime.HandlerFunc {
		handlers = append(handlers, handler)
		return handler
	}
	mux := runtime.NewServeMux(append(options,
		runtime.WithMiddlewares(keep), // called once for each method, as it is registered
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &marshaler{}),
		runtime.WithForwardResponseOption(encode),
		runtime.WithForwardResponseRewriter(encoded),
		runtime.WithErrorHandler(writeError),
		runtime.WithStreamErrorHandler(endStream),
	)...)
	err := registerGateway(context.Background(), mux, conn)
	return handlers, err
}

type exchangeKey struct{}

// exchange is what httpjson and grpc-gateway share of a request.
type exchange struct {
	*httpjson.Call
	content httpjson.Content // the answer, or the last message of it
}

func exchangeOf(ctx context.Context) *exchange {
	e, _ := ctx.Value(exchangeKey{}).(*exchange)
	return e
}

// bare is a request that has nothing left to bind; what httpjson bound goes along for inprocess.
func bare(r *http.Request, call *httpjson.Call) *http.Request {
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, &exchange{Call: call}))
	r.URL = &url.URL{Path: r.URL.Path}
	r.Body, r.ContentLength = http.NoBody, 0
	return r
}

// encode is called for each response, and with nil as a stream begins.
func encode(ctx context.Context, w http.ResponseWriter, resp proto.Message) error {
	e := exchangeOf(ctx)
	if resp == nil {
		w.Header().Set("Content-Type", httpjson.EventStream)
		w.Header().Set("Cache-Control", "no-store")
		return nil
	}
	var err error
	e.content, err = e.Encode(resp)
	if !e.Streams() {
		w.Header().Set("Content-Type", e.content.Type)
	}
	return err
}

func encoded(ctx context.Context, _ proto.Message) (any, error) { return exchangeOf(ctx).content, nil }

func writeError(ctx context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, _ *http.Request, err error) {
	w.Header().Del("Transfer-Encoding")
	w.Header().Del("Trailer")
	st := statusOf(ctx, err)
	httpserver.WriteError(w, fault.Code(st.Code()), st.Message(), details(st)...)
}

// endStream is called when a stream fails after its first message.
func endStream(ctx context.Context, err error) *status.Status {
	st := statusOf(ctx, err)
	if exchangeOf(ctx).content.Raw {
		panic(http.ErrAbortHandler) // what was sent would look whole
	}
	return st
}

// statusOf leaves the text of an error that is no status to the log.
func statusOf(ctx context.Context, err error) *status.Status {
	if st, ok := status.FromError(err); ok {
		return st
	}
	telemetry.FromContext(ctx).SetError(err)
	return status.New(codes.Internal, fault.MessageOf(err))
}

// details are what a status has beside its message, as JSON.
func details(answer *status.Status) []any {
	var list []any
	for _, detail := range answer.Proto().GetDetails() {
		if text, err := protojson.Marshal(detail); err == nil { // a type that this binary lacks has no JSON
			list = append(list, json.RawMessage(text))
		}
	}
	return list
}

// marshaler writes what encode made of a response, in the frames of Server-Sent Events where it is one of a stream.
type marshaler struct{ runtime.JSONPb }

func (m *marshaler) Delimiter() []byte { return nil }

func (m *marshaler) StreamContentType(v any) string {
	content, _ := v.(httpjson.Content)
	return content.StreamType()
}

// Marshal is given a response, or what grpc-gateway wraps for a stream: {"result": message}, and {"error": status} at
// the end of one that failed.
func (m *marshaler) Marshal(v any) ([]byte, error) {
	switch v := v.(type) {
	case httpjson.Content:
		return v.Data, nil
	case map[string]any:
		if content, ok := v["result"].(httpjson.Content); ok {
			return content.Event(), nil
		}
	case map[string]proto.Message:
		failure, _ := v["error"].(*statuspb.Status)
		st := status.FromProto(failure)
		return httpjson.ErrorEvent(fault.Code(st.Code()), st.Message(), details(st)...), nil
	}
	return m.JSONPb.Marshal(v)
}
