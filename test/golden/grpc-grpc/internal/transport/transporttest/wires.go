package transporttest

import (
	"testing"

	"example.com/orders/internal/rpc"
)

func wires(t testing.TB, _ rpc.Services, addresses map[string]string) []Wire {
	return []Wire{grpcWire(t, addresses["grpc"])}
}
