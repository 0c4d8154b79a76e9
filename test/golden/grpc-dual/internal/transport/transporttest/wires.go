package transporttest

import (
	"net/http"
	"testing"

	"example.com/orders/internal/rpc"
)

func wires(t testing.TB, services rpc.Services, addresses map[string]string) []Wire {
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	return []Wire{grpcWire(t, addresses["grpc"]), httpWire(client, addresses["http"], services)}
}
