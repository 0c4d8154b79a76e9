package transport

import (
	"testing"

	"github.com/cloudwego/kitex/pkg/kerrors"

	"gomicro.example/service/internal/fault"
	"gomicro.example/service/internal/rpc"
	"gomicro.example/service/internal/store"
)

// startServices serves every service of the IDL.
func startServices(t *testing.T) *running {
	t.Helper()
	return startWith(t, func(deps Deps) (*Server, error) {
		return New(rpc.New(rpc.Deps{Store: &store.Store{}, Log: deps.Log}), deps)
	})
}

// wantCode checks the business status that a call answered.
func wantCode(t *testing.T, err error, want fault.Code) {
	t.Helper()
	got := fault.OK
	if status, ok := kerrors.FromBizStatusError(err); ok {
		got = fault.Code(status.BizStatusCode()) //nolint:gosec // codes are 0 to 16
	} else if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("answered %v, want %v", err, want)
	}
}
