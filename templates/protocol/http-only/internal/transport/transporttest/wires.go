package transporttest

import (
	"testing"

	"gomicro.example/service/client"
	"gomicro.example/service/internal/rpc"
)

func wires(t testing.TB, services rpc.Services, addresses map[string]string) []Wire {
	http := client.New(nil)
	t.Cleanup(http.CloseIdleConnections)
	return []Wire{httpWire(http, addresses["http"], services)}
}
