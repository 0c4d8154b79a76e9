// Package rpc is where the API of this service is made: a type per service of the IDL, free of any framework.
package rpc

import (
	"log/slog"

	"example.com/preset-orders/internal/inventory"
	"example.com/preset-orders/internal/store"
)

// Services is every service of the IDL.
type Services struct {
	InventoryService *InventoryService
}

// Deps is what the services share.
type Deps struct {
	Store *store.Store
	Log   *slog.Logger
}

// New returns the services.
func New(deps Deps) Services {
	return Services{InventoryService: &InventoryService{inventory: inventory.New(deps.Store)}}
}
