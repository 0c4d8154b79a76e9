package transporttest

import (
	"testing"

	"gomicro.example/service/internal/rpc"
)

func wires(t testing.TB, _ rpc.Services, addresses map[string]string) []Wire {
	return []Wire{grpcWire(t, addresses["grpc"])}
}
