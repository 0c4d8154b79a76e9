// Package rpc is where the API of this service is made: a type per service of the IDL, free of any framework.
package rpc

import (
	"log/slog"

	"example.com/orders/internal/store"
)

// Deps is what the services share.
type Deps struct {
	Store *store.Store
	Log   *slog.Logger
}
