package transport

import "google.golang.org/grpc"

// Framework is the Go module whose version the health report names.
const Framework = "google.golang.org/grpc"

// newGRPC returns the server of the services that register adds.
func newGRPC(register func(grpc.ServiceRegistrar), deps Deps) *grpcServer {
	mount := newGRPCMount(deps)
	server := grpc.NewServer(append(mount.options(), serverOptions()...)...)
	mount.register(server, register)
	return &grpcServer{mount, server}
}
