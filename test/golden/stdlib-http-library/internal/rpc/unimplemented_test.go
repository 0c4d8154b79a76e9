package rpc_test

import (
	"testing"

	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
)

// unimplemented holds for a method that nobody has written yet, on every protocol. Once yours is written, call it by
// wires of its own and look at what it answers.
func unimplemented(t *testing.T, procedure string, req, resp proto.Message) {
	t.Helper()
	for _, wire := range serve(t) {
		_, err := wire.Call(t.Context(), procedure, req, resp)
		if fault.CodeOf(err) != fault.Unimplemented {
			t.Errorf("%s: %v, want UNIMPLEMENTED", wire.Protocol, err)
		}
	}
}
