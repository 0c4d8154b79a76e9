package transporttest

import (
	"testing"

	"example.com/orders/client"
	"example.com/orders/internal/rpc"
)

func wires(t testing.TB, services rpc.Services, addresses map[string]string) []Wire {
	http := client.New(nil)
	t.Cleanup(http.CloseIdleConnections)
	return []Wire{httpWire(http, addresses["http"], services)}
}
