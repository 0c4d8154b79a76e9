package store

import (
	"context"

	"example.com/orders/internal/inventory"
	"example.com/orders/internal/store/ent"
	"example.com/orders/internal/store/ent/item"
	"example.com/orders/internal/store/ent/reservation"
)

// CreateItem adds an item.
func (s *Store) CreateItem(ctx context.Context, i inventory.Item) error {
	_, err := inTx(ctx, s, "create item", i, createItem)
	return err
}

// Item returns one item.
func (s *Store) Item(ctx context.Context, id string) (inventory.Item, error) {
	return look(ctx, s, "item", func(ctx context.Context) (inventory.Item, error) {
		return itemOf(s.read.Item.Get(ctx, id))
	})
}

// Items returns up to limit items whose ids follow after, sorted by id.
func (s *Store) Items(ctx context.Context, after string, limit int) ([]inventory.Item, error) {
	return look(ctx, s, "items", func(ctx context.Context) ([]inventory.Item, error) {
		rows, err := s.read.Item.Query().Where(item.IDGT(after)).Order(item.ByID()).Limit(limit).All(ctx)
		items := make([]inventory.Item, len(rows))
		for i, row := range rows {
			items[i] = inventory.Item{ID: row.ID, Name: row.Name, Stock: row.Stock}
		}
		return items, err
	})
}

// Reserve takes stock of an item, once for the token of r.
func (s *Store) Reserve(ctx context.Context, r inventory.Reservation) (inventory.Reservation, error) {
	return inTx(ctx, s, "reserve", r, reserve)
}

// Release gives the stock of a reservation back, once.
func (s *Store) Release(ctx context.Context, reservationID string) (inventory.Reservation, error) {
	return inTx(ctx, s, "release", reservationID, release)
}

// Adjust changes the stock of an item, once for the token of a.
func (s *Store) Adjust(ctx context.Context, a inventory.Adjustment) (inventory.AdjustmentResult, error) {
	return inTx(ctx, s, "adjust", a, adjust)
}

func createItem(ctx context.Context, tx *ent.Tx, i inventory.Item) (struct{}, error) {
	return struct{}{}, tx.Item.Create().SetID(i.ID).SetName(i.Name).SetStock(i.Stock).Exec(ctx)
}

func reserve(ctx context.Context, tx *ent.Tx, r inventory.Reservation) (inventory.Reservation, error) {
	row, err := tx.Reservation.Query().Where(reservation.Token(r.Token)).Only(ctx)
	if !ent.IsNotFound(err) {
		return reservationOf(row, err)
	}
	if err := addStock(ctx, tx, r.ItemID, -r.Quantity); err != nil {
		return r, err
	}
	return r, tx.Reservation.Create().SetID(r.ID).SetToken(r.Token).SetItemID(r.ItemID).SetQuantity(r.Quantity).Exec(ctx)
}

func release(ctx context.Context, tx *ent.Tx, id string) (inventory.Reservation, error) {
	r, err := reservationOf(tx.Reservation.Get(ctx, id))
	if ent.IsNotFound(err) {
		return r, inventory.ErrNoReservation
	}
	if err != nil || r.Released {
		return r, err
	}
	if err := addStock(ctx, tx, r.ItemID, r.Quantity); err != nil {
		return r, err
	}
	r.Released = true
	return r, tx.Reservation.UpdateOneID(id).SetReleased(true).Exec(ctx)
}

func adjust(ctx context.Context, tx *ent.Tx, a inventory.Adjustment) (inventory.AdjustmentResult, error) {
	result := inventory.AdjustmentResult{Adjustment: a}
	first, err := tx.Adjustment.Get(ctx, a.Token)
	switch {
	case err == nil:
		result.Adjustment = inventory.Adjustment{Token: first.ID, ItemID: first.ItemID, Delta: first.Delta}
		result.Replayed = true
	case !ent.IsNotFound(err):
		return result, err
	default:
		if err := addStock(ctx, tx, a.ItemID, a.Delta); err != nil {
			return result, err
		}
		if err := tx.Adjustment.Create().SetID(a.Token).SetItemID(a.ItemID).SetDelta(a.Delta).Exec(ctx); err != nil {
			return result, err
		}
	}
	result.Item, err = itemOf(tx.Item.Get(ctx, result.Adjustment.ItemID))
	return result, err
}

// addStock changes the stock of an item in one statement that also checks it. Read, compare and write in three oversells
// as soon as the database has more than one writer.
func addStock(ctx context.Context, tx *ent.Tx, itemID string, delta int64) error {
	enough, reason := item.StockGTE(-delta), inventory.ErrSoldOut
	if delta > 0 {
		enough, reason = item.StockLTE(inventory.MaxStock-delta), inventory.ErrTooMuchStock
	}
	// Not UpdateOneID: it has one error for an item that is missing and for one that has too little.
	n, err := tx.Item.Update().Where(item.ID(itemID), enough).AddStock(delta).Save(ctx)
	if err != nil || n == 1 {
		return err
	}
	if _, err := itemOf(tx.Item.Get(ctx, itemID)); err != nil {
		return err
	}
	return reason
}

func itemOf(row *ent.Item, err error) (inventory.Item, error) {
	if ent.IsNotFound(err) {
		return inventory.Item{}, inventory.ErrNoItem
	}
	if err != nil {
		return inventory.Item{}, err
	}
	return inventory.Item{ID: row.ID, Name: row.Name, Stock: row.Stock}, nil
}

func reservationOf(row *ent.Reservation, err error) (inventory.Reservation, error) {
	if err != nil {
		return inventory.Reservation{}, err
	}
	return inventory.Reservation{
		ID: row.ID, Token: row.Token, ItemID: row.ItemID, Quantity: row.Quantity, Released: row.Released,
	}, nil
}
