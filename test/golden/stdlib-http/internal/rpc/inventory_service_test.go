package rpc_test

import (
	"testing"

	inventoryv1 "example.com/orders/gen/inventory/v1"
	"example.com/orders/internal/fault"
)

func TestInventoryService_Reserve(t *testing.T) {
	for _, wire := range serve(t) {
		t.Run(wire.Protocol, func(t *testing.T) {
			const service = "/inventory.v1.InventoryService/"
			var created inventoryv1.CreateItemResponse
			if _, err := wire.Call(t.Context(), service+"CreateItem", &inventoryv1.CreateItemRequest{Name: "teapot", Stock: 3}, &created); err != nil {
				t.Fatal(err)
			}
			id := created.GetItem().GetId()
			reserve := func(token string) error {
				req := &inventoryv1.ReserveRequest{ItemId: id, Quantity: 2, Token: token + " by " + wire.Protocol}
				_, err := wire.Call(t.Context(), service+"Reserve", req, new(inventoryv1.ReserveResponse))
				return err
			}
			if err := reserve("order-1"); err != nil {
				t.Fatal(err)
			}
			if err := reserve("order-1"); err != nil {
				t.Errorf("the same token again: %v", err)
			}
			if err := reserve("order-2"); fault.CodeOf(err) != fault.FailedPrecondition {
				t.Errorf("more than there is: %v, want FAILED_PRECONDITION", err)
			}
			var got inventoryv1.GetItemResponse
			if _, err := wire.Call(t.Context(), service+"GetItem", &inventoryv1.GetItemRequest{Id: id}, &got); err != nil {
				t.Fatal(err)
			}
			if stock := got.GetItem().GetStock(); stock != 1 {
				t.Errorf("%d left, want 1", stock)
			}
		})
	}
}
