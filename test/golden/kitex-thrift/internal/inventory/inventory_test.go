package inventory_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/inventory"
)

// fakeStore has one item, the reservations and adjustments it was given, and calls after between looking and answering.
type fakeStore struct {
	inventory.Store // nil: what a test did not expect panics

	mu       sync.Mutex
	item     inventory.Item
	looks    int
	after    func()
	reserved map[string]inventory.Reservation
	adjusted map[string]inventory.Adjustment
	limits   []int
}

func (s *fakeStore) Item(context.Context, string) (inventory.Item, error) {
	s.mu.Lock()
	s.looks++
	item := s.item
	s.mu.Unlock()
	if s.after != nil {
		s.after()
	}
	return item, nil
}

func (s *fakeStore) Items(_ context.Context, after string, limit int) ([]inventory.Item, error) {
	s.limits = append(s.limits, limit)
	return nil, nil
}

func (s *fakeStore) Reserve(_ context.Context, r inventory.Reservation) (inventory.Reservation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first, ok := s.reserved[r.Token]; ok {
		return first, nil
	}
	s.item.Stock -= r.Quantity
	return r, nil
}

func (s *fakeStore) Adjust(_ context.Context, a inventory.Adjustment) (inventory.AdjustmentResult, error) {
	if first, ok := s.adjusted[a.Token]; ok {
		return inventory.AdjustmentResult{Adjustment: first, Replayed: true}, nil
	}
	if a.ItemID != "a" {
		return inventory.AdjustmentResult{}, inventory.ErrNoItem
	}
	s.item.Stock += a.Delta
	return inventory.AdjustmentResult{Adjustment: a, Item: s.item}, nil
}

func TestBadArgumentsNeverReachTheStore(t *testing.T) {
	service := inventory.New(&fakeStore{})
	adjust := func(a inventory.Adjustment) error {
		recv := func() (inventory.Adjustment, error) { return a, nil }
		return service.Synchronise(t.Context(), recv, func(inventory.AdjustmentResult) error { return nil })
	}
	reserve := func(item string, quantity int64, token string) error {
		_, err := service.Reserve(t.Context(), item, quantity, token)
		return err
	}
	create := func(name string, stock int64) error {
		_, err := service.Create(t.Context(), name, stock)
		return err
	}
	list := func(size int, token string) error {
		_, _, err := service.List(t.Context(), size, token)
		return err
	}
	item := func(id string) error {
		_, err := service.Item(t.Context(), id)
		return err
	}
	release := func(id string) error {
		_, err := service.Release(t.Context(), id)
		return err
	}
	watch := func(id string) error {
		return service.Watch(t.Context(), id, func(inventory.Item) error { return nil })
	}
	for name, test := range map[string]struct {
		err   error
		field string
	}{
		"name missing":          {create("", 1), "name"},
		"name too long":         {create(strings.Repeat("é", inventory.MaxNameLength+1), 1), "name"},
		"name not UTF-8":        {create("a\xff", 1), "name"},
		"name with a newline":   {create("a\nb", 1), "name"},
		"stock negative":        {create("a", -1), "stock"},
		"stock too large":       {create("a", inventory.MaxStock+1), "stock"},
		"id missing":            {item(""), "id"},
		"id too long":           {item(strings.Repeat("a", 65)), "id"},
		"watched id missing":    {watch(""), "id"},
		"page size negative":    {list(-1, ""), "page_size"},
		"page token with NUL":   {list(1, "a\x00"), "page_token"},
		"item missing":          {reserve("", 1, "t"), "item_id"},
		"quantity zero":         {reserve("a", 0, "t"), "quantity"},
		"quantity negative":     {reserve("a", -5, "t"), "quantity"},
		"quantity too large":    {reserve("a", inventory.MaxStock+1, "t"), "quantity"},
		"token missing":         {reserve("a", 1, ""), "token"},
		"token too long":        {reserve("a", 1, strings.Repeat("t", inventory.MaxTokenLength+1)), "token"},
		"reservation missing":   {release(""), "reservation_id"},
		"adjustment of nothing": {adjust(inventory.Adjustment{Token: "t", Delta: 1}), "item_id"},
		"adjustment of zero":    {adjust(inventory.Adjustment{Token: "t", ItemID: "a"}), "delta"},
		"adjustment too large":  {adjust(inventory.Adjustment{Token: "t", ItemID: "a", Delta: -inventory.MaxStock - 1}), "delta"},
		"adjustment untokened":  {adjust(inventory.Adjustment{ItemID: "a", Delta: 1}), "token"},
	} {
		if code := fault.CodeOf(test.err); code != fault.InvalidArgument {
			t.Errorf("%s: %v, want INVALID_ARGUMENT (%v)", name, code, test.err)
		}
		if message := fault.MessageOf(test.err); !strings.HasPrefix(message, test.field+": ") {
			t.Errorf("%s: message %q does not name %s", name, message, test.field)
		}
	}
}

func TestPageSizeIsBounded(t *testing.T) {
	store := &fakeStore{}
	service := inventory.New(store)
	for _, size := range []int{0, 7, inventory.MaxPageSize, 1 << 30} {
		if _, _, err := service.List(t.Context(), size, ""); err != nil {
			t.Fatal(err)
		}
	}
	// One more than the page, to see whether another follows.
	if want := []int{51, 8, 1001, 1001}; !slices.Equal(store.limits, want) {
		t.Errorf("asked for %v, want %v", store.limits, want)
	}
}

func TestATokenStandsForOneRequest(t *testing.T) {
	first := inventory.Reservation{ID: "r", Token: "t", ItemID: "a", Quantity: 2}
	service := inventory.New(&fakeStore{
		reserved: map[string]inventory.Reservation{"t": first},
		adjusted: map[string]inventory.Adjustment{"t": {Token: "t", ItemID: "a", Delta: 2}},
	})
	if got, err := service.Reserve(t.Context(), "a", 2, "t"); err != nil || got != first {
		t.Errorf("again: %v, %v, want %v", got, err, first)
	}
	if _, err := service.Reserve(t.Context(), "a", 3, "t"); fault.CodeOf(err) != fault.AlreadyExists {
		t.Errorf("with another quantity: %v, want ALREADY_EXISTS", err)
	}
	if _, err := service.Reserve(t.Context(), "b", 2, "t"); fault.CodeOf(err) != fault.AlreadyExists {
		t.Errorf("with another item: %v, want ALREADY_EXISTS", err)
	}
	sent := []inventory.Adjustment{{Token: "t", ItemID: "a", Delta: 2}, {Token: "t", ItemID: "a", Delta: 3}}
	results, err := synchronise(t.Context(), service, sent)
	if fault.CodeOf(err) != fault.AlreadyExists || len(results) != 1 || !results[0].Replayed {
		t.Errorf("adjustments: %v, %v, want one replayed, then ALREADY_EXISTS", results, err)
	}
}

func TestSynchroniseStopsAtTheFirstThatCannotBeApplied(t *testing.T) {
	service := inventory.New(&fakeStore{})
	results, err := synchronise(t.Context(), service, []inventory.Adjustment{
		{Token: "1", ItemID: "a", Delta: 5}, {Token: "2", ItemID: "missing", Delta: 1}, {Token: "3", ItemID: "a", Delta: 1},
	})
	if fault.CodeOf(err) != fault.NotFound || len(results) != 1 || results[0].Item.Stock != 5 {
		t.Errorf("got %v, %v, want one result, then NOT_FOUND", results, err)
	}
}

// synchronise sends all of sent and returns the results.
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

func TestWatchSendsEachStateOnce(t *testing.T) {
	store := &fakeStore{
		item:     inventory.Item{ID: "a", Stock: 5},
		reserved: map[string]inventory.Reservation{"known": {Token: "known", ItemID: "a", Quantity: 1}},
	}
	service := inventory.New(store)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	store.after = func() {
		if store.looks == 4 { // woken by what changed nothing
			cancel()
		}
	}
	var seen []int64
	err := service.Watch(ctx, "a", func(item inventory.Item) error {
		seen = append(seen, item.Stock)
		_, err := service.Reserve(ctx, "a", 1, map[int64]string{5: "one", 4: "two", 3: "known"}[item.Stock])
		return err
	})
	if want := []int64{5, 4, 3}; !errors.Is(err, context.Canceled) || !slices.Equal(seen, want) {
		t.Errorf("saw %v, %v, want %v", seen, err, want)
	}
}

func TestWatchMissesNoChangeDuringItsFirstLook(t *testing.T) {
	store := &fakeStore{item: inventory.Item{ID: "a", Stock: 1}}
	service := inventory.New(store)
	var once sync.Once
	store.after = func() {
		once.Do(func() {
			if _, err := service.Reserve(t.Context(), "a", 1, "token"); err != nil {
				t.Error(err)
			}
		})
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	var seen []int64
	err := service.Watch(ctx, "a", func(item inventory.Item) error {
		if seen = append(seen, item.Stock); item.Stock == 0 {
			cancel()
		}
		return nil
	})
	if want := []int64{1, 0}; !errors.Is(err, context.Canceled) || !slices.Equal(seen, want) {
		t.Errorf("saw %v, %v, want %v", seen, err, want)
	}
}

func TestASlowWatcherHoldsNobodyUpAndSeesTheLastState(t *testing.T) {
	const writes = 1000
	store := &fakeStore{item: inventory.Item{ID: "a", Stock: writes}}
	service := inventory.New(store)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	watching, written := make(chan struct{}), make(chan struct{})
	var seen []int64
	done := make(chan error, 1)
	go func() {
		done <- service.Watch(ctx, "a", func(item inventory.Item) error {
			seen = append(seen, item.Stock)
			if len(seen) == 1 {
				close(watching)
				<-written // stuck, as on a connection that nobody reads
			}
			if item.Stock == 0 {
				cancel()
			}
			return nil
		})
	}()
	<-watching
	go func() {
		defer close(written)
		for range writes {
			if _, err := service.Reserve(ctx, "a", 1, "token"); err != nil {
				t.Error(err)
			}
		}
	}()
	select {
	case <-written:
	case <-ctx.Done():
		t.Fatal("writers wait for a slow watcher")
	}
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("watch ended with %v", err)
	}
	if want := []int64{writes, 0}; !slices.Equal(seen, want) {
		t.Errorf("saw %v, want %v: all in between is old", seen, want)
	}
	if store.looks > 3 {
		t.Errorf("%d looks at the store for one slow watcher", store.looks)
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	service := inventory.New(&fakeStore{item: inventory.Item{ID: "a"}})
	ctx, cancel := context.WithCancel(t.Context())
	err := service.Watch(ctx, "a", func(inventory.Item) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("watch ended with %v, want its context's error", err)
	}
}
