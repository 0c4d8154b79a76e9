package rpc

import (
	"context"

	addressapi "example.com/orders/gen/acme/address"
	parcelsapi "example.com/orders/gen/acme/parcels"
	"example.com/orders/internal/fault"
)

// Parcels serves Parcels.
type Parcels struct {
	deps Deps
}

func newParcels(deps Deps) *Parcels {
	return &Parcels{deps: deps}
}

// Send serves Parcels/send.
//
// Send takes a parcel and answers its id.
func (s *Parcels) Send(ctx context.Context, to *addressapi.Address) (string, error) {
	return "", fault.New(fault.Unimplemented, "Parcels.send is not implemented yet")
}

// Find serves Parcels/find.
func (s *Parcels) Find(ctx context.Context, id string) (*parcelsapi.Parcel, error) {
	return nil, fault.New(fault.Unimplemented, "Parcels.find is not implemented yet")
}

// HandOver serves Parcels/hand_over.
func (s *Parcels) HandOver(ctx context.Context, id string, place *parcelsapi.Place) error {
	return fault.New(fault.Unimplemented, "Parcels.hand_over is not implemented yet")
}

// Seen serves Parcels/seen. Its caller waits for nothing, not even an error.
//
// Seen is reported by scanners, which wait for nothing.
func (s *Parcels) Seen(ctx context.Context, id string, place *parcelsapi.Place) error {
	return fault.New(fault.Unimplemented, "Parcels.seen is not implemented yet")
}

// Follow serves Parcels/follow.
//
// Follow sends where parcels are, whenever one of them moves.
//
// recv returns io.EOF after the caller's last message.
func (s *Parcels) Follow(ctx context.Context, recv func() (*parcelsapi.Parcel, error), send func(*parcelsapi.Place) error) error {
	return fault.New(fault.Unimplemented, "Parcels.follow is not implemented yet")
}
