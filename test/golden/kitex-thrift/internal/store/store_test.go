package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"example.com/orders/internal/inventory"
	"example.com/orders/internal/store/ent"
)

func openRecorded(t *testing.T, url string) (*Store, *tracetest.SpanRecorder) {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	tracer := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)).Tracer("")
	s, err := Open(t.Context(), Config{URL: url, Tracer: tracer})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, spans
}

func fileURL(t *testing.T) string {
	t.Helper()
	return "file:" + filepath.Join(t.TempDir(), "test.db")
}

func TestTheDatabaseItselfRefusesNegativeStock(t *testing.T) {
	s, _ := openRecorded(t, fileURL(t))
	if err := s.CreateItem(t.Context(), inventory.Item{ID: "a", Name: "bolt", Stock: 1}); err != nil {
		t.Fatal(err)
	}
	if err := s.write.Item.UpdateOneID("a").AddStock(-2).Exec(t.Context()); err == nil {
		t.Error("ent took more than there was")
	}
	if _, err := s.db.write.ExecContext(t.Context(), "UPDATE items SET stock = -1"); err == nil {
		t.Error("SQL set a negative stock")
	}
	if item, err := s.Item(t.Context(), "a"); err != nil || item.Stock != 1 {
		t.Errorf("got %v, %v", item, err)
	}
}

// Creating the tables turns foreign keys off for a while, on the one connection that writes.
func TestForeignKeysAreOnOnceTheTablesAreThere(t *testing.T) {
	s, _ := openRecorded(t, fileURL(t))
	err := s.write.Reservation.Create().SetID("r").SetToken("t").SetItemID("missing").SetQuantity(1).Exec(t.Context())
	if !ent.IsConstraintError(err) {
		t.Errorf("a reservation of nothing: %v", err)
	}
}

func TestWhatWasStoredIsThereAfterARestart(t *testing.T) {
	url := fileURL(t)
	before, _ := openRecorded(t, url)
	if err := before.CreateItem(t.Context(), inventory.Item{ID: "a", Name: "bolt", Stock: 5}); err != nil {
		t.Fatal(err)
	}
	r := inventory.Reservation{ID: "r", Token: "t", ItemID: "a", Quantity: 2}
	if _, err := before.Reserve(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	after, _ := openRecorded(t, url)
	again := inventory.Reservation{ID: "other", Token: "t", ItemID: "a", Quantity: 2}
	if got, err := after.Reserve(t.Context(), again); err != nil || got != r {
		t.Errorf("the token's reservation is %v, %v, want %v", got, err, r)
	}
	if item, err := after.Item(t.Context(), "a"); err != nil || item.Stock != 3 {
		t.Errorf("got %v, %v, want a stock of 3", item, err)
	}
}

func TestAFailedTransactionLeavesNothingAndFreesTheConnection(t *testing.T) {
	s, _ := openRecorded(t, fileURL(t))
	if err := s.CreateItem(t.Context(), inventory.Item{ID: "a", Name: "bolt", Stock: 5}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	broken := errors.New("broken")
	for name, end := range map[string]func(cancel func()) error{
		"error":  func(func()) error { return broken },
		"panic":  func(func()) error { panic(broken) },
		"cancel": func(cancel func()) error { cancel(); return sql.ErrTxDone },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				_ = recover()
				if item, err := s.Item(ctx, "a"); err != nil || item.Stock != 5 {
					t.Errorf("got %v, %v, want a stock of 5", item, err)
				}
				if err := s.CreateItem(ctx, inventory.Item{ID: name, Name: "nut"}); err != nil {
					t.Errorf("the next transaction: %v", err)
				}
			}()
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			_, err := inTx(ctx, s, "half", "a", func(ctx context.Context, tx *ent.Tx, id string) (struct{}, error) {
				if err := addStock(ctx, tx, id, -1); err != nil {
					t.Error(err)
				}
				return struct{}{}, end(cancel)
			})
			if !errors.Is(err, broken) && !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEveryCallIsASpanOfTheCallersTrace(t *testing.T) {
	s, spans := openRecorded(t, fileURL(t))
	ctx, parent := s.tracer.Start(t.Context(), "request")
	if err := s.CreateItem(ctx, inventory.Item{ID: "a", Name: "bolt"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Item(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reserve(ctx, inventory.Reservation{ID: "r", Token: "t", ItemID: "a", Quantity: 1}); !errors.Is(err, inventory.ErrSoldOut) {
		t.Fatal(err)
	}
	if err := s.CreateItem(ctx, inventory.Item{ID: "a", Name: "bolt"}); err == nil {
		t.Fatal("one id for two items")
	}
	want := []struct {
		name string
		code codes.Code
	}{
		{"store create item", codes.Unset},
		{"store item", codes.Unset},
		{"store reserve", codes.Unset}, // sold out is an answer
		{"store create item", codes.Error},
	}
	ended := spans.Ended()
	if len(ended) != len(want) {
		t.Fatalf("%d spans, want %d", len(ended), len(want))
	}
	for i, span := range ended {
		if span.Name() != want[i].name || span.Status().Code != want[i].code {
			t.Errorf("span %d is %q, %v, want %v", i, span.Name(), span.Status(), want[i])
		}
		if span.Parent().SpanID() != parent.SpanContext().SpanID() {
			t.Errorf("%q is no child of the request", span.Name())
		}
	}
}

func TestErrorsOfTheDatabaseSayWhichCallFailed(t *testing.T) {
	s, _ := openRecorded(t, fileURL(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Items(t.Context(), "", 1); err == nil || !strings.HasPrefix(err.Error(), "store items: ") {
		t.Errorf("got %v", err)
	}
}
