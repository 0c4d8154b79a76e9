package transport

import "example.com/orders/internal/platform/env"

// GRPCSettings are the settings of gRPC.
type GRPCSettings struct {
	MaxStreams  uint32 // GRPC_MAX_STREAMS, 100: how many calls a connection may have in progress
	FlowControl string // GRPC_FLOW_CONTROL, "auto" or "fixed"
	Reflection  bool   // GRPC_REFLECTION, "off" or "on"
}

func readGRPC(e *env.Env) GRPCSettings {
	return GRPCSettings{
		MaxStreams:  uint32(e.Count("GRPC_MAX_STREAMS", 100)), //nolint:gosec // at most 2147483647
		FlowControl: e.Choice("GRPC_FLOW_CONTROL", "auto", "fixed"),
		Reflection:  e.Choice("GRPC_REFLECTION", "off", "on") == "on",
	}
}
