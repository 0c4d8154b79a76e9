package store_test

import (
	"path/filepath"
	"testing"

	"go.opentelemetry.io/otel/trace/noop"

	"example.com/orders/internal/store"
)

func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{
		URL:    "file:" + filepath.Join(t.TempDir(), "test.db"),
		Tracer: noop.NewTracerProvider().Tracer(""),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
