package transport

import (
	"errors"
	"net"
	"os"

	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/remote"
	"github.com/cloudwego/kitex/pkg/rpcinfo"
	kitextransport "github.com/cloudwego/kitex/transport"

	"gomicro.example/service/internal/fault"
)

// answer tells the caller that a call has failed: by a business status, or by an exception where the transport has no
// headers to carry one, because a business status would look like success to the caller there. The error that it returns is
// for Kitex.
func answer(info rpcinfo.RPCInfo, failed *fault.Error) error {
	invocation, ok := info.Invocation().(rpcinfo.InvocationSetter)
	if ok && info.Config().TransportProtocol()&kitextransport.TTHeader != 0 {
		//nolint:gosec // the codes are 0 to 16
		invocation.SetBizStatusErr(kerrors.NewBizStatusErrorWithExtra(int32(failed.Code), failed.Message, extraOf(failed.Violations)))
		return nil
	}
	return remote.NewTransErrorWithMsg(remote.InternalError, failed.Code.String()+": "+failed.Message)
}

// extraOf returns the violations as the extra map of a business status: descriptions by field.
func extraOf(violations []fault.Violation) map[string]string {
	if len(violations) == 0 {
		return nil
	}
	extra := make(map[string]string, len(violations))
	for _, violation := range violations {
		if other, ok := extra[violation.Field]; ok {
			violation.Description = other + "; " + violation.Description
		}
		extra[violation.Field] = violation.Description
	}
	return extra
}

// kitexFault returns the fault behind an error that Kitex itself has answered, before any middleware ran.
func kitexFault(err error) *fault.Error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	code := fault.InvalidArgument // bytes that are no message
	var sent *remote.TransError
	if errors.As(err, &sent) {
		switch sent.TypeID() {
		case remote.UnknownMethod, remote.UnknownService:
			code = fault.Unimplemented
		case remote.InternalError:
			code = fault.Internal
		}
	}
	return fault.Wrap(code, "the request is refused", err)
}

// connectionFault returns the fault behind an error of a connection.
func connectionFault(err error) *fault.Error {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fault.Wrap(fault.DeadlineExceeded, "the caller did not send or read in time", err)
	case errors.Is(err, net.ErrClosed): // by this end
		return fault.Wrap(fault.Unavailable, "the connection is closed", err)
	default:
		return fault.Wrap(fault.Canceled, "the caller hung up", err)
	}
}
