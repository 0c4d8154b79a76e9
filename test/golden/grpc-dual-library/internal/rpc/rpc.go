// Package rpc is where the API of this service is made: a type per service of the IDL, free of any framework.
package rpc

import (
	"log/slog"

	"example.com/grpc-dual-library/internal/store"
)

// Services is every service of the IDL.
type Services struct {
	// LibraryService is google.example.library.v1.LibraryService.
	LibraryService *LibraryService
}

// Deps is what the services share.
type Deps struct {
	Store *store.Store
	Log   *slog.Logger
}

// New returns the services.
func New(deps Deps) Services {
	var services Services
	services.LibraryService = &LibraryService{deps: deps}
	return services
}
