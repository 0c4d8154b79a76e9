package transport

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/metadata"

	"example.com/orders/internal/rpc"
)

func TestEachMethodHasTheHandlerThatGRPCGatewayMadeForIt(t *testing.T) {
	var procedure string
	note := runtime.WithMetadata(func(ctx context.Context, _ *http.Request) metadata.MD {
		procedure, _ = runtime.RPCMethod(ctx)
		return nil
	})
	handlers, err := gatewayHandlers(newInprocess(&answers{log: slog.New(slog.DiscardHandler)}, newStreams()), note)
	if err != nil {
		t.Fatal(err)
	}
	methods := procedures(Routes(rpc.Services{}))
	if len(handlers) != len(methods) {
		t.Fatalf("%d handlers of %d methods", len(handlers), len(methods))
	}
	for i, method := range methods {
		procedure = ""
		handlers[i](httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", http.NoBody), nil)
		if procedure != method {
			t.Errorf("the handler of %s is that of %s", method, procedure)
		}
	}
}
