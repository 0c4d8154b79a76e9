package rpc_test

import (
	"log/slog"
	"path/filepath"
	"testing"

	"go.opentelemetry.io/otel/trace/noop"

	"example.com/orders/internal/rpc"
	"example.com/orders/internal/store"
	"example.com/orders/internal/transport/transporttest"
)

// serve makes the services as main does, and returns a wire to them for each protocol.
func serve(t *testing.T) []transporttest.Wire {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{
		URL:    "file:" + filepath.Join(t.TempDir(), "test.db"),
		Tracer: noop.NewTracerProvider().Tracer(""),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	deps := rpc.Deps{Store: db, Log: slog.New(slog.DiscardHandler)}
	return transporttest.Serve(t, rpc.New(deps), rpc.Interceptors(deps)...)
}
