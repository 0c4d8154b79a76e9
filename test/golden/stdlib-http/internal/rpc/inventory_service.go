package rpc

import (
	"context"

	inventoryv1 "example.com/orders/gen/inventory/v1"
	"example.com/orders/internal/inventory"
)

// InventoryService serves inventory.v1.InventoryService: messages in, messages out, the work is done by inventory.Service.
type InventoryService struct {
	inventory *inventory.Service
}

func newInventoryService(deps Deps) *InventoryService {
	return &InventoryService{inventory: inventory.New(deps.Store)}
}

// CreateItem adds an item with its first stock.
func (s *InventoryService) CreateItem(ctx context.Context, req *inventoryv1.CreateItemRequest) (*inventoryv1.CreateItemResponse, error) {
	item, err := s.inventory.Create(ctx, req.GetName(), req.GetStock())
	if err != nil {
		return nil, err
	}
	return &inventoryv1.CreateItemResponse{Item: toItem(item)}, nil
}

// GetItem returns one item.
func (s *InventoryService) GetItem(ctx context.Context, req *inventoryv1.GetItemRequest) (*inventoryv1.GetItemResponse, error) {
	item, err := s.inventory.Item(ctx, req.GetId())
	if err != nil {
		return nil, err
	}
	return &inventoryv1.GetItemResponse{Item: toItem(item)}, nil
}

// ListItems returns items in the order of their ids.
func (s *InventoryService) ListItems(ctx context.Context, req *inventoryv1.ListItemsRequest) (*inventoryv1.ListItemsResponse, error) {
	items, next, err := s.inventory.List(ctx, int(req.GetPageSize()), req.GetPageToken())
	if err != nil {
		return nil, err
	}
	resp := &inventoryv1.ListItemsResponse{NextPageToken: next}
	for _, item := range items {
		resp.Items = append(resp.Items, toItem(item))
	}
	return resp, nil
}

// Reserve takes stock of an item. Sent again with the same token it returns the first reservation.
func (s *InventoryService) Reserve(ctx context.Context, req *inventoryv1.ReserveRequest) (*inventoryv1.ReserveResponse, error) {
	reservation, err := s.inventory.Reserve(ctx, req.GetItemId(), req.GetQuantity(), req.GetToken())
	if err != nil {
		return nil, err
	}
	return &inventoryv1.ReserveResponse{Reservation: toReservation(reservation)}, nil
}

// Release gives the stock of a reservation back. A released reservation stays released.
func (s *InventoryService) Release(ctx context.Context, req *inventoryv1.ReleaseRequest) (*inventoryv1.ReleaseResponse, error) {
	reservation, err := s.inventory.Release(ctx, req.GetReservationId())
	if err != nil {
		return nil, err
	}
	return &inventoryv1.ReleaseResponse{Reservation: toReservation(reservation)}, nil
}

// WatchItem sends the item as it is, then again after every change.
func (s *InventoryService) WatchItem(ctx context.Context, req *inventoryv1.WatchItemRequest, send func(*inventoryv1.WatchItemResponse) error) error {
	return s.inventory.Watch(ctx, req.GetId(), func(item inventory.Item) error {
		return send(&inventoryv1.WatchItemResponse{Item: toItem(item)})
	})
}

// Synchronise applies stock adjustments, each exactly once by its token, so that a cut stream can be sent again.
func (s *InventoryService) Synchronise(ctx context.Context, recv func() (*inventoryv1.SynchroniseRequest, error), send func(*inventoryv1.SynchroniseResponse) error) error {
	return s.inventory.Synchronise(ctx,
		func() (inventory.Adjustment, error) {
			req, err := recv()
			return inventory.Adjustment{Token: req.GetToken(), ItemID: req.GetItemId(), Delta: req.GetDelta()}, err
		},
		func(result inventory.AdjustmentResult) error {
			return send(&inventoryv1.SynchroniseResponse{
				Token: result.Adjustment.Token, Item: toItem(result.Item), Replayed: result.Replayed,
			})
		})
}

func toItem(item inventory.Item) *inventoryv1.Item {
	return &inventoryv1.Item{Id: item.ID, Name: item.Name, Stock: item.Stock}
}

func toReservation(r inventory.Reservation) *inventoryv1.Reservation {
	return &inventoryv1.Reservation{Id: r.ID, ItemId: r.ItemID, Quantity: r.Quantity, Released: r.Released}
}
