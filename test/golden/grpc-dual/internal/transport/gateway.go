package transport

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"example.com/grpc-dual/internal/fault"
	"example.com/grpc-dual/internal/httpjson"
	"example.com/grpc-dual/internal/platform/httpserver"
	"example.com/grpc-dual/internal/rpc"
)

// newGateway serves the google.api.http routes. Routes are found and requests checked by httpjson, as with every
// HTTP framework; grpc-gateway binds, calls and encodes.
func newGateway(services rpc.Services, conn *inprocess, deps Deps) (*http.Server, error) {
	ignoreUnknown := deps.HTTPUnknownFields == "ignore"
	mux := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, newMarshaler(ignoreUnknown)),
		runtime.WithErrorHandler(writeError),
		runtime.WithStreamErrorHandler(func(_ context.Context, err error) *status.Status { return status.Convert(err) }),
		// Both let a POST become another method behind the back of what a proxy allowed.
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithDisablePathLengthFallback(),
	)
	if err := registerGateway(context.Background(), mux, conn); err != nil {
		return nil, err
	}
	api, err := httpjson.New(Routes(services), httpjson.Options{IgnoreUnknown: ignoreUnknown, Next: mux})
	if err != nil {
		return nil, err
	}
	handler := httpserver.Chain(deps.Telemetry, httpserver.Limits{MaxBodyBytes: deps.MaxRequestBytes}, api)
	return httpserver.New(handler, httpserver.Config{TLS: deps.TLS}, deps.Log), nil
}

func writeError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, _ *http.Request, err error) {
	w.Header().Del("Transfer-Encoding")
	answer := status.Convert(err)
	message := strings.TrimPrefix(answer.Message(), "proto: ") // as httpjson says it
	httpserver.WriteError(w, fault.Code(answer.Code()), strings.ReplaceAll(message, "\u00a0", " "), details(answer)...)
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

// marshaler writes proto3 JSON with unpopulated fields, and the messages of a stream as Server-Sent Events.
type marshaler struct{ runtime.JSONPb }

func newMarshaler(ignoreUnknown bool) *marshaler {
	return &marshaler{runtime.JSONPb{
		MarshalOptions:   protojson.MarshalOptions{EmitUnpopulated: true},
		UnmarshalOptions: protojson.UnmarshalOptions{DiscardUnknown: ignoreUnknown},
	}}
}

func (m *marshaler) StreamContentType(any) string { return "text/event-stream" }
func (m *marshaler) Delimiter() []byte            { return []byte("\n\n") }

// Marshal frames what grpc-gateway wraps for a stream: a message as {"result": ...}, the final failure as {"error": ...}.
func (m *marshaler) Marshal(v any) ([]byte, error) {
	switch chunk := v.(type) {
	case map[string]any:
		data, err := m.JSONPb.Marshal(chunk["result"])
		return append([]byte("data: "), data...), err
	case map[string]proto.Message:
		failure, _ := chunk["error"].(*statuspb.Status)
		answer := status.FromProto(failure)
		data, err := json.Marshal(httpserver.StatusOf(fault.Code(answer.Code()), answer.Message(), details(answer)...))
		return append([]byte("event: error\ndata: "), data...), err
	default:
		return m.JSONPb.Marshal(v)
	}
}
