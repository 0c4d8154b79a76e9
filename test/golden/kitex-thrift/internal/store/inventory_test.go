package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/inventory"
)

// What the inventory demands of every store; open is the store's own.

func newItem(t *testing.T, service *inventory.Service, stock int64) string {
	t.Helper()
	item, err := service.Create(t.Context(), "bolt", stock)
	if err != nil {
		t.Fatal(err)
	}
	return item.ID
}

func wantStock(t *testing.T, service *inventory.Service, id string, want int64) {
	t.Helper()
	item, err := service.Item(context.WithoutCancel(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	if item.Stock != want {
		t.Errorf("stock is %d, want %d", item.Stock, want)
	}
}

// bench is one service with an item of 10 pieces and a reservation of 3 under the token "first".
type bench struct {
	*inventory.Service
	item, reservation string
}

func (b bench) reserve(t *testing.T, item string, quantity int64, token string) error {
	_, err := b.Reserve(t.Context(), item, quantity, token)
	return err
}

func (b bench) release(t *testing.T, reservation string) error {
	r, err := b.Release(t.Context(), reservation)
	if err == nil && !r.Released {
		t.Errorf("%v was not released", r)
	}
	return err
}

func (b bench) adjust(t *testing.T, item string, delta int64, token string) error {
	_, err := synchronise(t.Context(), b.Service, []inventory.Adjustment{{Token: token, ItemID: item, Delta: delta}})
	return err
}

func TestStoreKeepsTheBooks(t *testing.T) {
	for _, test := range []struct {
		name  string
		do    func(*testing.T, bench) error
		code  fault.Code
		stock int64
	}{
		{"reserve", func(t *testing.T, b bench) error { return b.reserve(t, b.item, 2, "t") }, fault.OK, 5},
		{"reserve all", func(t *testing.T, b bench) error { return b.reserve(t, b.item, 7, "t") }, fault.OK, 0},
		{"reserve more", func(t *testing.T, b bench) error { return b.reserve(t, b.item, 8, "t") }, fault.FailedPrecondition, 7},
		{"reserve of nothing", func(t *testing.T, b bench) error { return b.reserve(t, "no", 1, "t") }, fault.NotFound, 7},
		{"reserve again", func(t *testing.T, b bench) error { return b.reserve(t, b.item, 3, "first") }, fault.OK, 7},
		{"reserve again, differently", func(t *testing.T, b bench) error { return b.reserve(t, b.item, 4, "first") }, fault.AlreadyExists, 7},
		{"release", func(t *testing.T, b bench) error { return b.release(t, b.reservation) }, fault.OK, 10},
		{"release again", func(t *testing.T, b bench) error {
			return errors.Join(b.release(t, b.reservation), b.release(t, b.reservation))
		}, fault.OK, 10},
		{"release of nothing", func(t *testing.T, b bench) error { return b.release(t, "no") }, fault.NotFound, 7},
		{"a released reservation stays so", func(t *testing.T, b bench) error {
			return errors.Join(b.release(t, b.reservation), b.reserve(t, b.item, 3, "first"))
		}, fault.OK, 10},
		{"add", func(t *testing.T, b bench) error { return b.adjust(t, b.item, 5, "a") }, fault.OK, 12},
		{"take", func(t *testing.T, b bench) error { return b.adjust(t, b.item, -7, "a") }, fault.OK, 0},
		{"take more", func(t *testing.T, b bench) error { return b.adjust(t, b.item, -8, "a") }, fault.FailedPrecondition, 7},
		{"add beyond the limit", func(t *testing.T, b bench) error { return b.adjust(t, b.item, inventory.MaxStock, "a") }, fault.FailedPrecondition, 7},
		{"release beyond the limit", func(t *testing.T, b bench) error {
			if err := b.adjust(t, b.item, inventory.MaxStock-7, "a"); err != nil {
				return err
			}
			return b.release(t, b.reservation)
		}, fault.FailedPrecondition, inventory.MaxStock},
		{"adjustment of nothing", func(t *testing.T, b bench) error { return b.adjust(t, "no", 1, "a") }, fault.NotFound, 7},
		{"adjust again", func(t *testing.T, b bench) error {
			return errors.Join(b.adjust(t, b.item, 5, "a"), b.adjust(t, b.item, 5, "a"))
		}, fault.OK, 12},
		{"adjust again, differently", func(t *testing.T, b bench) error {
			return errors.Join(b.adjust(t, b.item, 5, "a"), b.adjust(t, b.item, 6, "a"))
		}, fault.AlreadyExists, 12},
		{"tokens of reservations and adjustments are apart", func(t *testing.T, b bench) error {
			return b.adjust(t, b.item, 1, "first")
		}, fault.OK, 8},
		{"what failed leaves its token free", func(t *testing.T, b bench) error {
			if err := b.reserve(t, b.item, 8, "t"); err == nil {
				t.Error("reserved more than there was")
			}
			return b.reserve(t, b.item, 1, "t")
		}, fault.OK, 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			service := inventory.New(open(t))
			b := bench{Service: service, item: newItem(t, service, 10)}
			first, err := service.Reserve(t.Context(), b.item, 3, "first")
			if err != nil {
				t.Fatal(err)
			}
			b.reservation = first.ID
			if err := test.do(t, b); fault.CodeOf(err) != test.code {
				t.Errorf("got %v, want %v", err, test.code)
			}
			wantStock(t, service, b.item, test.stock)
		})
	}
}

func TestUnknownItemIsNotFound(t *testing.T) {
	service := inventory.New(open(t))
	if _, err := service.Item(t.Context(), "no"); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("get: %v, want NOT_FOUND", err)
	}
	err := service.Watch(t.Context(), "no", func(inventory.Item) error { return nil })
	if fault.CodeOf(err) != fault.NotFound {
		t.Errorf("watch: %v, want NOT_FOUND", err)
	}
}

func TestConcurrentReserversNeverOversell(t *testing.T) {
	const callers, stock = 400, 150
	service := inventory.New(open(t))
	id := newItem(t, service, stock)
	errs := make([]error, callers)
	together(callers, func(i int) {
		_, errs[i] = service.Reserve(t.Context(), id, 1, fmt.Sprintf("token %d", i))
	})
	sold, soldOut := 0, 0
	for _, err := range errs {
		switch {
		case err == nil:
			sold++
		case fault.CodeOf(err) == fault.FailedPrecondition && fault.MessageOf(err) == "sold out":
			soldOut++
		default:
			t.Errorf("neither sold nor sold out: %v", err)
		}
	}
	if sold != stock || soldOut != callers-stock {
		t.Errorf("%d sold and %d sold out, want %d and %d", sold, soldOut, stock, callers-stock)
	}
	wantStock(t, service, id, 0)
}

func TestAReplayedTokenCountsOnce(t *testing.T) {
	const callers = 100
	service := inventory.New(open(t))
	id := newItem(t, service, 1000)
	got := make([]inventory.Reservation, callers)
	together(callers, func(i int) {
		var err error
		if got[i], err = service.Reserve(t.Context(), id, 2, "same"); err != nil {
			t.Error(err)
		}
	})
	for _, r := range got {
		if r != got[0] {
			t.Fatalf("got %v and %v for one token", got[0], r)
		}
	}
	wantStock(t, service, id, 998)
	together(callers, func(int) {
		if _, err := service.Release(t.Context(), got[0].ID); err != nil {
			t.Error(err)
		}
	})
	wantStock(t, service, id, 1000)
}

func TestAnEndedContextLeavesAllOrNothing(t *testing.T) {
	const callers, stock = 200, 1000
	service := inventory.New(open(t))
	id := newItem(t, service, stock)
	token := func(i int) string { return fmt.Sprintf("token %d", i) }
	kept := make([]inventory.Reservation, callers)
	together(callers, func(i int) {
		ctx, cancel := context.WithTimeout(t.Context(), rand.N(20*time.Millisecond))
		defer cancel()
		r, err := service.Reserve(ctx, id, 1, token(i))
		switch code := fault.CodeOf(err); code {
		case fault.OK:
			kept[i] = r
		case fault.DeadlineExceeded:
		default:
			t.Errorf("%v: %v", code, err)
		}
	})
	// Whatever became of the first attempt, the second with its token ends at one reservation each.
	for i := range callers {
		r, err := service.Reserve(t.Context(), id, 1, token(i))
		if err != nil {
			t.Fatal(err)
		}
		if kept[i].ID != "" && kept[i] != r {
			t.Errorf("got %v, then %v", kept[i], r)
		}
	}
	wantStock(t, service, id, stock-callers)
}

func TestAContextThatHasEndedChangesNothing(t *testing.T) {
	service := inventory.New(open(t))
	id := newItem(t, service, 10)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := service.Reserve(ctx, id, 1, "token"); fault.CodeOf(err) != fault.Canceled {
		t.Errorf("got %v, want CANCELLED", err)
	}
	wantStock(t, service, id, 10)
}

func TestPagesHaveEveryItemOnce(t *testing.T) {
	service := inventory.New(open(t))
	var ids, seen []string
	for range 25 {
		ids = append(ids, newItem(t, service, 1))
	}
	for token := ""; ; {
		items, next, err := service.List(t.Context(), 4, token)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			seen = append(seen, item.ID)
		}
		if token = next; token == "" {
			break
		}
	}
	if slices.Sort(ids); !slices.Equal(seen, ids) {
		t.Errorf("saw %d items %v, want %d in order", len(seen), seen, len(ids))
	}
}

func TestTheLastFullPageHasNoNext(t *testing.T) {
	service := inventory.New(open(t))
	for range 4 {
		newItem(t, service, 1)
	}
	items, next, err := service.List(t.Context(), 4, "")
	if err != nil || len(items) != 4 || next != "" {
		t.Errorf("got %d items, next %q, %v", len(items), next, err)
	}
}

func TestWatchSeesEveryKindOfChangeInOrder(t *testing.T) {
	service := inventory.New(open(t))
	id := newItem(t, service, 5)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var r inventory.Reservation
	changes := []func() error{
		func() (err error) { r, err = service.Reserve(ctx, id, 2, "token"); return err },
		func() error { return bench{Service: service}.adjust(t, id, 4, "token") },
		func() error { return bench{Service: service}.release(t, r.ID) },
		func() error { cancel(); return nil },
	}
	var seen []int64
	err := service.Watch(ctx, id, func(item inventory.Item) error {
		seen = append(seen, item.Stock)
		return changes[len(seen)-1]()
	})
	if want := []int64{5, 3, 7, 9}; !errors.Is(err, context.Canceled) || !slices.Equal(seen, want) {
		t.Errorf("saw %v, %v, want %v", seen, err, want)
	}
}

// Two streams send the same adjustments, both are cut again and again, and go on from the first without a result.
func TestCutStreamsLoseAndRepeatNothing(t *testing.T) {
	const count = 150
	service := inventory.New(open(t))
	id := newItem(t, service, 1000)
	var sent []inventory.Adjustment
	want := int64(1000)
	for i := range count {
		delta := rand.Int64N(10) - 4
		if delta == 0 {
			delta = 7
		}
		want += delta
		sent = append(sent, inventory.Adjustment{Token: fmt.Sprintf("token %d", i), ItemID: id, Delta: delta})
	}
	cuts := make([]int, 2)
	together(len(cuts), func(stream int) {
		for done := 0; done < count; cuts[stream]++ {
			results, err := cutSynchronise(t.Context(), service, sent[done:])
			if err != nil && !errors.Is(err, errCut) && !errors.Is(err, context.Canceled) {
				t.Errorf("stream ended with %v", err)
				return
			}
			for i, r := range results {
				if r.Adjustment != sent[done+i] {
					t.Errorf("result %v for %v", r.Adjustment, sent[done+i])
				}
			}
			done += len(results)
		}
	})
	wantStock(t, service, id, want)
	t.Logf("streams: %v", cuts)

	// Sent once more as a whole, everything is known.
	results, err := synchronise(t.Context(), service, sent)
	if err != nil || len(results) != count {
		t.Fatalf("got %d results, %v", len(results), err)
	}
	for _, r := range results {
		if !r.Replayed {
			t.Errorf("%v was applied again", r.Adjustment)
		}
	}
	wantStock(t, service, id, want)
}

var errCut = errors.New("connection reset")

// cutSynchronise is synchronise on a connection that ends somewhere: on the way in, on the way out, or in the middle.
func cutSynchronise(
	ctx context.Context, service *inventory.Service, sent []inventory.Adjustment,
) (results []inventory.AdjustmentResult, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next, last, how := 0, rand.IntN(20), rand.IntN(3)
	recv := func() (inventory.Adjustment, error) {
		if next == len(sent) {
			return inventory.Adjustment{}, io.EOF
		}
		if next == last {
			switch how {
			case 0:
				return inventory.Adjustment{}, errCut
			case 1:
				time.AfterFunc(rand.N(2*time.Millisecond), cancel)
			}
		}
		next++
		return sent[next-1], nil
	}
	err = service.Synchronise(ctx, recv, func(r inventory.AdjustmentResult) error {
		if how == 2 && next == last {
			return errCut // applied, but nobody heard of it
		}
		results = append(results, r)
		return nil
	})
	return results, err
}

func synchronise(
	ctx context.Context, service *inventory.Service, sent []inventory.Adjustment,
) (results []inventory.AdjustmentResult, err error) {
	next := 0
	recv := func() (inventory.Adjustment, error) {
		if next == len(sent) {
			return inventory.Adjustment{}, io.EOF
		}
		next++
		return sent[next-1], nil
	}
	err = service.Synchronise(ctx, recv, func(r inventory.AdjustmentResult) error {
		results = append(results, r)
		return nil
	})
	return results, err
}

// together runs do n times at once and waits for all.
func together(n int, do func(i int)) {
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			do(i)
		})
	}
	close(start)
	group.Wait()
}
