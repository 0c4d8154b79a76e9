// Package store keeps the inventory in memory: it starts empty, and its replicas know nothing of each other.
package store

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"go.opentelemetry.io/otel/trace"

	"example.com/orders/internal/inventory"
)

// Config is what a store is given; this one needs none of it.
type Config struct {
	URL    string
	Tracer trace.Tracer
}

// Store is an inventory.Store; safe for concurrent use.
type Store struct {
	mu           sync.Mutex
	items        map[string]inventory.Item
	reservations map[string]inventory.Reservation
	byToken      map[string]string // ids of reservations
	adjustments  map[string]inventory.Adjustment
}

// Open returns an empty Store.
func Open(context.Context, Config) (*Store, error) {
	return &Store{
		items:        make(map[string]inventory.Item),
		reservations: make(map[string]inventory.Reservation),
		byToken:      make(map[string]string),
		adjustments:  make(map[string]inventory.Adjustment),
	}, nil
}

// Ping returns nil.
func (s *Store) Ping(context.Context) error { return nil }

// Close returns nil.
func (s *Store) Close() error { return nil }

// CreateItem adds an item.
func (s *Store) CreateItem(ctx context.Context, item inventory.Item) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	s.items[item.ID] = item
	return nil
}

// Item returns one item.
func (s *Store) Item(_ context.Context, id string) (inventory.Item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item, ok := s.items[id]
	if !ok {
		return inventory.Item{}, inventory.ErrNoItem
	}
	return item, nil
}

// Items returns up to limit items whose ids follow after, sorted by id.
func (s *Store) Items(_ context.Context, after string, limit int) ([]inventory.Item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var items []inventory.Item
	for id, item := range s.items {
		if id > after {
			items = append(items, item)
		}
	}
	slices.SortFunc(items, func(a, b inventory.Item) int { return cmp.Compare(a.ID, b.ID) })
	return items[:min(limit, len(items))], nil
}

// Reserve takes stock of an item, once for the token of r.
func (s *Store) Reserve(ctx context.Context, r inventory.Reservation) (inventory.Reservation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return inventory.Reservation{}, err
	}
	if id, ok := s.byToken[r.Token]; ok {
		return s.reservations[id], nil
	}
	if err := s.addStock(r.ItemID, -r.Quantity); err != nil {
		return inventory.Reservation{}, err
	}
	s.reservations[r.ID] = r
	s.byToken[r.Token] = r.ID
	return r, nil
}

// Release gives the stock of a reservation back, once.
func (s *Store) Release(ctx context.Context, reservationID string) (inventory.Reservation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return inventory.Reservation{}, err
	}
	r, ok := s.reservations[reservationID]
	if !ok {
		return inventory.Reservation{}, inventory.ErrNoReservation
	}
	if r.Released {
		return r, nil
	}
	if err := s.addStock(r.ItemID, r.Quantity); err != nil {
		return inventory.Reservation{}, err
	}
	r.Released = true
	s.reservations[r.ID] = r
	return r, nil
}

// Adjust changes the stock of an item, once for the token of a.
func (s *Store) Adjust(ctx context.Context, a inventory.Adjustment) (inventory.AdjustmentResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return inventory.AdjustmentResult{}, err
	}
	if first, ok := s.adjustments[a.Token]; ok {
		return inventory.AdjustmentResult{Adjustment: first, Item: s.items[first.ItemID], Replayed: true}, nil
	}
	if err := s.addStock(a.ItemID, a.Delta); err != nil {
		return inventory.AdjustmentResult{}, err
	}
	s.adjustments[a.Token] = a
	return inventory.AdjustmentResult{Adjustment: a, Item: s.items[a.ItemID]}, nil
}

// addStock changes the stock of an item, or nothing; s.mu is held.
func (s *Store) addStock(itemID string, delta int64) error {
	item, ok := s.items[itemID]
	switch {
	case !ok:
		return inventory.ErrNoItem
	case item.Stock+delta < 0:
		return inventory.ErrSoldOut
	case item.Stock+delta > inventory.MaxStock:
		return inventory.ErrTooMuchStock
	}
	item.Stock += delta
	s.items[itemID] = item
	return nil
}
