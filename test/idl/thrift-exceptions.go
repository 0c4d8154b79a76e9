package transport

import (
	"errors"
	"testing"

	addressapi "example.com/shop/gen/acme/address"
	parcelsapi "example.com/shop/gen/acme/parcels"
	parcelsservice "example.com/shop/gen/acme/parcels/parcels"
)

func TestADeclaredExceptionArrivesAsWhatItIs(t *testing.T) {
	caller := callerOf(t, parcelsservice.NewClient)

	_, err := caller.Find(t.Context(), "7")
	var none *parcelsapi.NoSuchParcel
	if !errors.As(err, &none) || none.Id != "7" {
		t.Errorf("Find: %T %v", err, err)
	}

	place := &parcelsapi.Place{Address: &addressapi.Address{Street: "Long Lane"}}
	var undeliverable *parcelsapi.Undeliverable
	err = caller.HandOver(t.Context(), "8", place)
	if !errors.As(err, &undeliverable) || undeliverable.Reason != "8" || undeliverable.Tried[0].Street != "Long Lane" {
		t.Errorf("HandOver: %T %v", err, err)
	}
}

func TestWhatIsNotDeclaredArrivesAsAStatus(t *testing.T) {
	_, err := callerOf(t, parcelsservice.NewClient).Send(t.Context(), &addressapi.Address{Street: "Long Lane"})
	wantUnimplemented(t, err)
}
