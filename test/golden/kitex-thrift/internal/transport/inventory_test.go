package transport

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/cloudwego/gopkg/protocol/thrift"
	"github.com/cloudwego/kitex/pkg/kerrors"

	"example.com/orders/client"
	inventoryv1 "example.com/orders/gen/inventory/v1"
	"example.com/orders/gen/inventory/v1/inventoryservice"
	"example.com/orders/internal/fault"
	"example.com/orders/internal/rpc"
	"example.com/orders/internal/store"
)

// startInventory returns the sample on a store of its own.
func startInventory(t *testing.T) *probe {
	t.Helper()
	return startWith(t, nil, func(deps Deps) (*Server, error) {
		url := "file:" + filepath.ToSlash(filepath.Join(t.TempDir(), "inventory.db"))
		db, err := store.Open(t.Context(), store.Config{URL: url, Tracer: deps.Telemetry.Tracer()})
		if err != nil {
			return nil, err
		}
		t.Cleanup(func() { _ = db.Close() })
		return New(rpc.New(rpc.Deps{Store: db, Log: deps.Log}), deps)
	})
}

func dialInventory(t *testing.T) inventoryservice.Client {
	t.Helper()
	c, err := inventoryservice.NewClient("inventory", client.Options(startInventory(t).address)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hangUp(c) })
	return c
}

func TestEveryMethodAnswersAKitexClient(t *testing.T) {
	c, ctx := dialInventory(t), t.Context()
	created, err := c.CreateItem(ctx, &inventoryv1.CreateItemRequest{Name: "bolt", Stock: 5})
	if err != nil {
		t.Fatal(err)
	}
	id := created.Item.Id
	reserved, err := c.Reserve(ctx, &inventoryv1.ReserveRequest{ItemId: id, Quantity: 2, Token: "one"})
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := c.Reserve(ctx, &inventoryv1.ReserveRequest{ItemId: id, Quantity: 2, Token: "one"})
	if err != nil || replayed.Reservation.Id != reserved.Reservation.Id {
		t.Errorf("the same token again: %v, %v", replayed, err)
	}
	got, err := c.GetItem(ctx, &inventoryv1.GetItemRequest{Id: id})
	if err != nil || got.Item.Name != "bolt" || got.Item.Stock != 3 {
		t.Errorf("after the reservation: %v, %v", got, err)
	}
	released, err := c.Release(ctx, &inventoryv1.ReleaseRequest{ReservationId: reserved.Reservation.Id})
	if err != nil || !released.Reservation.Released || released.Reservation.Quantity != 2 {
		t.Errorf("the release: %v, %v", released, err)
	}
	listed, err := c.ListItems(ctx, &inventoryv1.ListItemsRequest{PageSize: 1})
	if err != nil || len(listed.Items) != 1 || listed.Items[0].Stock != 5 || listed.NextPageToken != "" {
		t.Errorf("the list: %v, %v", listed, err)
	}
}

func TestErrorsKeepTheirCodes(t *testing.T) {
	c, ctx := dialInventory(t), t.Context()
	created, err := c.CreateItem(ctx, &inventoryv1.CreateItemRequest{Name: "bolt", Stock: 1})
	if err != nil {
		t.Fatal(err)
	}
	_, unknown := c.GetItem(ctx, &inventoryv1.GetItemRequest{Id: "none"})
	_, nameless := c.CreateItem(ctx, &inventoryv1.CreateItemRequest{})
	_, soldOut := c.Reserve(ctx, &inventoryv1.ReserveRequest{ItemId: created.Item.Id, Quantity: 2, Token: "two"})
	for _, test := range []struct {
		err  error
		want fault.Code
	}{
		{unknown, fault.NotFound},
		{nameless, fault.InvalidArgument},
		{soldOut, fault.FailedPrecondition},
	} {
		status, ok := kerrors.FromBizStatusError(test.err)
		if !ok || fault.Code(status.BizStatusCode()) != test.want {
			t.Errorf("answered %v, want %v", test.err, test.want)
		}
	}
}

func TestARequestThatIsLeftOutIsAnInvalidArgument(t *testing.T) {
	conn := startInventory(t).connect(t)
	if _, err := conn.Write(append(message("GetItem", 7), byte(thrift.STOP))); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 1<<10)
	n, err := conn.Read(answer)
	if want := "INVALID_ARGUMENT: the request is missing"; err != nil || !strings.Contains(string(answer[:n]), want) {
		t.Errorf("answered %q, %v, want %q", answer[:n], err, want)
	}
}
