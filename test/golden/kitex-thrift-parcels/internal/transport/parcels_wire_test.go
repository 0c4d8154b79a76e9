package transport

import (
	"testing"

	addressapi "example.com/orders/gen/acme/address"
	parcelsapi "example.com/orders/gen/acme/parcels"
	parcelsservice "example.com/orders/gen/acme/parcels/parcels"
)

func TestParcels_Send(t *testing.T) {
	_, err := callerOf(t, parcelsservice.NewClient).Send(t.Context(), &addressapi.Address{})
	wantUnimplemented(t, err)
}

func TestParcels_Find(t *testing.T) {
	_, err := callerOf(t, parcelsservice.NewClient).Find(t.Context(), "")
	wantUnimplemented(t, err)
}

func TestParcels_HandOver(t *testing.T) {
	err := callerOf(t, parcelsservice.NewClient).HandOver(t.Context(), "", &parcelsapi.Place{Address: &addressapi.Address{}})
	wantUnimplemented(t, err)
}

func TestParcels_Seen(t *testing.T) {
	if err := callerOf(t, parcelsservice.NewClient).Seen(t.Context(), "", &parcelsapi.Place{Address: &addressapi.Address{}}); err != nil {
		t.Error(err)
	}
}

func TestParcels_Follow(t *testing.T) {
	stream, err := callerOf(t, parcelsservice.NewClient).Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_ = stream.Send(t.Context(), &parcelsapi.Parcel{To: &addressapi.Address{}}) // fails when the answer is there already
	_, err = stream.Recv(t.Context())
	wantUnimplemented(t, err)
}
