package transport

import (
	"path/filepath"
	"testing"

	kitexclient "github.com/cloudwego/kitex/client"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"go.opentelemetry.io/otel/trace/noop"

	"example.com/orders/client"
	"example.com/orders/internal/fault"
	"example.com/orders/internal/rpc"
	"example.com/orders/internal/store"
)

// callerOf serves every service of the IDL, made as main makes them, and returns a client of one.
func callerOf[C any](t *testing.T, newClient func(string, ...kitexclient.Option) (C, error)) C {
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
	served := startWith(t, nil, func(deps Deps) (*Server, error) {
		return New(rpc.New(rpc.Deps{Store: db, Log: deps.Log}), deps)
	})
	c, err := newClient("service", client.Options(served.address)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hangUp(c) })
	return c
}

// wantUnimplemented is for methods that are not written yet; one that is answers something else.
func wantUnimplemented(t *testing.T, err error) {
	t.Helper()
	status, ok := kerrors.FromBizStatusError(err)
	if !ok || fault.Code(status.BizStatusCode()) != fault.Unimplemented {
		t.Errorf("answered %v, want %v", err, fault.Unimplemented)
	}
}
