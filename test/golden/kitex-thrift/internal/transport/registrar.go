package transport

import (
	"context"
	"errors"

	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/serviceinfo"
	"github.com/cloudwego/kitex/server"
)

// registrar registers services so that the errors of their handlers reach the pipeline as they are.
type registrar struct{ server.Server }

// RegisterService is what generated code calls.
func (r registrar) RegisterService(info *serviceinfo.ServiceInfo, handler any, options ...server.RegisterOption) error {
	copied := *info
	copied.Methods = make(map[string]serviceinfo.MethodInfo, len(info.Methods))
	for name, method := range info.Methods {
		copied.Methods[name] = newMethod(method)
	}
	return r.Server.RegisterService(&copied, handler, options...)
}

// method is a method whose handler returns each error as a handlerError.
type method struct {
	serviceinfo.MethodInfo
	handler serviceinfo.MethodHandler
}

func newMethod(info serviceinfo.MethodInfo) method {
	handler := info.Handler()
	return method{info, func(ctx context.Context, impl, args, result any) error {
		if err := handler(ctx, impl, args, result); err != nil {
			return handlerError{err}
		}
		return nil
	}}
}

// Handler returns the handler.
func (m method) Handler() serviceinfo.MethodHandler { return m.handler }

// handlerError is an error of a handler. Kitex answers with the first business status in an error's chain, which may be that
// of another service, with its internal text: handlerError hides it from Kitex.
type handlerError struct{ err error }

func (e handlerError) Error() string { return e.err.Error() }

// Is is for errors.Is.
func (e handlerError) Is(target error) bool { return errors.Is(e.err, target) }

// As is for errors.As.
func (e handlerError) As(target any) bool {
	if _, ok := target.(*kerrors.BizStatusErrorIface); ok {
		return false
	}
	return errors.As(e.err, target)
}
