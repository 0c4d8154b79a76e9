package transport

import "google.golang.org/grpc"

// This file is yours: options and interceptors of gRPC-Go.

// serverOptions come after the service's own, and take precedence over them. Interceptors run inside the pipeline, next to
// the method; what has to guard the methods on every protocol belongs in rpc.Interceptors instead:
//
//	grpc.ChainUnaryInterceptor(func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
//		return next(ctx, req)
//	}),
func serverOptions() []grpc.ServerOption {
	return []grpc.ServerOption{}
}
