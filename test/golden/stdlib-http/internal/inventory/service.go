package inventory

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"

	"example.com/orders/internal/fault"
)

// Service is the inventory. Its errors are those of package fault; safe for concurrent use.
type Service struct {
	store    Store
	watchers watchers
}

// New returns a Service on what store keeps. Watch sees the changes made through this Service alone.
func New(store Store) *Service {
	return &Service{store: store}
}

// Create adds an item with its first stock, 0 to MaxStock, and gives it an id.
func (s *Service) Create(ctx context.Context, name string, stock int64) (Item, error) {
	if err := cmp.Or(checkText("name", name, MaxNameLength), checkRange("stock", stock, 0)); err != nil {
		return Item{}, err
	}
	item := Item{ID: rand.Text(), Name: name, Stock: stock}
	if err := s.store.CreateItem(ctx, item); err != nil {
		return Item{}, err
	}
	return item, nil
}

// Item returns one item; NOT_FOUND when there is none.
func (s *Service) Item(ctx context.Context, id string) (Item, error) {
	if err := checkID("id", id); err != nil {
		return Item{}, err
	}
	return s.store.Item(ctx, id)
}

// List returns a page of items in the order of their ids, and the token of the next page, empty after the last.
// A size of 0 is DefaultPageSize, one above MaxPageSize is MaxPageSize.
func (s *Service) List(ctx context.Context, size int, pageToken string) (items []Item, next string, err error) {
	switch {
	case size < 0:
		return nil, "", invalid("page_size", "want 0 or more")
	case size == 0:
		size = DefaultPageSize
	case size > MaxPageSize:
		size = MaxPageSize
	}
	if pageToken != "" {
		if err := checkID("page_token", pageToken); err != nil {
			return nil, "", err
		}
	}
	// One more than asked for tells whether there is a next page. The token is the last id, not an offset: a page
	// costs the same however deep it is, and no item is skipped or seen twice when others come in.
	items, err = s.store.Items(ctx, pageToken, size+1)
	if err != nil {
		return nil, "", err
	}
	if len(items) > size {
		items = items[:size]
		next = items[size-1].ID
	}
	return items, next, nil
}

// Reserve takes quantity pieces of an item. With a token seen before it returns the reservation made then, or
// ALREADY_EXISTS when that was of another item or quantity. FAILED_PRECONDITION means sold out.
func (s *Service) Reserve(ctx context.Context, itemID string, quantity int64, token string) (Reservation, error) {
	err := cmp.Or(checkID("item_id", itemID), checkRange("quantity", quantity, 1), checkText("token", token, MaxTokenLength))
	if err != nil {
		return Reservation{}, err
	}
	r, err := s.store.Reserve(ctx, Reservation{ID: rand.Text(), Token: token, ItemID: itemID, Quantity: quantity})
	if err != nil {
		return Reservation{}, err
	}
	if r.ItemID != itemID || r.Quantity != quantity {
		return Reservation{}, fault.New(fault.AlreadyExists, "token belongs to another reservation")
	}
	s.watchers.wake(itemID)
	return r, nil
}

// Release gives the stock of a reservation back, once; a released reservation stays released.
func (s *Service) Release(ctx context.Context, reservationID string) (Reservation, error) {
	if err := checkID("reservation_id", reservationID); err != nil {
		return Reservation{}, err
	}
	r, err := s.store.Release(ctx, reservationID)
	if err != nil {
		return Reservation{}, err
	}
	s.watchers.wake(r.ItemID)
	return r, nil
}

// Watch sends the item as it is, then again after changes, until ctx or send ends it. A watcher slower than the
// changes misses states in between, never the last one.
func (s *Service) Watch(ctx context.Context, itemID string, send func(Item) error) error {
	if err := checkID("id", itemID); err != nil {
		return err
	}
	// Before the first look, or a change between the two would be missed.
	changed, stop := s.watchers.add(itemID)
	defer stop()
	var sent Item
	for {
		item, err := s.store.Item(ctx, itemID)
		if err != nil {
			return err
		}
		if item != sent {
			if err := send(item); err != nil {
				return err
			}
			sent = item
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Synchronise applies the adjustments that recv returns until io.EOF, each exactly once by its token, and sends a
// result for each in the same order. It ends at the first that cannot be applied. A stream that was cut is sent
// again as a whole, or from the first adjustment without a result.
func (s *Service) Synchronise(ctx context.Context, recv func() (Adjustment, error), send func(AdjustmentResult) error) error {
	for {
		a, err := recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		result, err := s.adjust(ctx, a)
		if err != nil {
			return err
		}
		if err := send(result); err != nil {
			return err
		}
	}
}

func (s *Service) adjust(ctx context.Context, a Adjustment) (AdjustmentResult, error) {
	err := cmp.Or(checkText("token", a.Token, MaxTokenLength), checkID("item_id", a.ItemID), checkRange("delta", a.Delta, -MaxStock))
	if err != nil {
		return AdjustmentResult{}, err
	}
	if a.Delta == 0 {
		return AdjustmentResult{}, invalid("delta", "want another number than 0")
	}
	result, err := s.store.Adjust(ctx, a)
	if err != nil {
		return AdjustmentResult{}, err
	}
	if result.Adjustment != a {
		return AdjustmentResult{}, fault.New(fault.AlreadyExists, "token belongs to another adjustment")
	}
	s.watchers.wake(a.ItemID)
	return result, nil
}
