package transport

import "github.com/cloudwego/kitex/server"

// This file is yours: options and middleware of Kitex.

// serverOptions come after the service's own, and take precedence over them. Middleware runs inside the pipeline, next to the
// method; what has to guard the methods on every protocol belongs in rpc.Interceptors instead:
//
//	server.WithMiddleware(func(next endpoint.Endpoint) endpoint.Endpoint {
//		return func(ctx context.Context, req, resp any) error {
//			return next(ctx, req, resp)
//		}
//	}),
func serverOptions() []server.Option {
	return []server.Option{}
}
