package transport

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/metadata"

	"gomicro.example/service/internal/rpc"
)

func TestEachRouteHasTheHandlerThatGRPCGatewayMadeForIt(t *testing.T) {
	var procedure, template string
	note := runtime.WithMetadata(func(ctx context.Context, _ *http.Request) metadata.MD {
		procedure, _ = runtime.RPCMethod(ctx)
		template, _ = runtime.HTTPPathPattern(ctx)
		return nil
	})
	handlers, err := gatewayHandlers(newInprocess(&answers{log: slog.New(slog.DiscardHandler)}, newStreams()), note)
	if err != nil {
		t.Fatal(err)
	}
	table := Routes(rpc.Services{})
	if len(handlers) != len(table) {
		t.Fatalf("%d handlers of %d routes", len(handlers), len(table))
	}
	for i, route := range table {
		procedure, template = "", ""
		handlers[i](httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", http.NoBody), nil)
		if procedure != route.Procedure || template != route.Template {
			t.Errorf("route %d is %s of %s, its handler %s of %s", i, route.Template, route.Procedure, template, procedure)
		}
	}
}
