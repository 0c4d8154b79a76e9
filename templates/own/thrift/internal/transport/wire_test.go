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

// wantUnimplemented is for methods that are not written yet; one that is answers something else.
func wantUnimplemented(t *testing.T, err error) {
	t.Helper()
	status, ok := kerrors.FromBizStatusError(err)
	if !ok || fault.Code(status.BizStatusCode()) != fault.Unimplemented {
		t.Errorf("answered %v, want %v", err, fault.Unimplemented)
	}
}
