// Package inventory is the sample's business code: stock, reservations against it, and a feed of changes.
// It knows no protocol and no database.
package inventory

import (
	"context"

	"example.com/orders/internal/fault"
)

// The limits on what callers send. Lengths are in characters.
const (
	MaxNameLength  = 200
	MaxTokenLength = 128

	// MaxStock bounds stock, quantities and deltas, so that no sum of two of them leaves an int64.
	MaxStock = 1_000_000_000_000

	DefaultPageSize = 50
	MaxPageSize     = 1000
)

// The failures that a Store reports as they are; it wraps everything else.
var (
	ErrNoItem        error = fault.New(fault.NotFound, "no such item")
	ErrNoReservation error = fault.New(fault.NotFound, "no such reservation")
	ErrSoldOut       error = fault.New(fault.FailedPrecondition, "sold out")
	ErrTooMuchStock  error = fault.New(fault.FailedPrecondition, "too much stock")
)

// Item is a thing that is kept in stock.
type Item struct {
	ID    string
	Name  string
	Stock int64 // pieces that can be reserved, 0 to MaxStock
}

// Reservation is stock taken from an item. Its token makes a retry safe.
type Reservation struct {
	ID       string
	Token    string
	ItemID   string
	Quantity int64 // pieces, 1 to MaxStock
	Released bool
}

// Adjustment is a change of an item's stock, applied once for its token.
type Adjustment struct {
	Token  string
	ItemID string
	Delta  int64 // pieces to add, or to take when negative; not 0
}

// AdjustmentResult is what became of an Adjustment.
type AdjustmentResult struct {
	Adjustment Adjustment // the first with its token
	Item       Item       // as it is now
	Replayed   bool       // it had been applied before
}

// Store keeps items, reservations and adjustments. Each method is atomic: it happens once and wholly, or not at all,
// which is also what an ended context leaves behind.
type Store interface {
	CreateItem(ctx context.Context, item Item) error

	// Item returns ErrNoItem for an unknown id.
	Item(ctx context.Context, id string) (Item, error)

	// Items returns up to limit items whose ids follow after, in the order of their ids.
	Items(ctx context.Context, after string, limit int) ([]Item, error)

	// Reserve takes r.Quantity from the item's stock and returns r. When there is a reservation with r's token it
	// returns that instead, whatever the rest of r is. Its errors: ErrNoItem, ErrSoldOut.
	Reserve(ctx context.Context, r Reservation) (Reservation, error)

	// Release gives the stock of a reservation back, the first time, and returns it released.
	// Its errors: ErrNoReservation, ErrTooMuchStock.
	Release(ctx context.Context, reservationID string) (Reservation, error)

	// Adjust adds a.Delta to the item's stock. When there is an adjustment with a's token it returns that instead,
	// whatever the rest of a is. Its errors: ErrNoItem, ErrSoldOut, ErrTooMuchStock.
	Adjust(ctx context.Context, a Adjustment) (AdjustmentResult, error)
}
