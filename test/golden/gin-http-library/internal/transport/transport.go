package transport

import (
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/rpc"
)

// Framework is the Go module whose version the health report names.
const Framework = "github.com/gin-gonic/gin"

// Ports names the public listeners.
func Ports() []string { return []string{"http"} }

// Server serves HTTP/JSON with Gin.
type Server = httpserver.Server

// New returns the server of the services.
func New(services rpc.Services, deps Deps) (*Server, error) { return newHTTP(Routes(services), deps) }
