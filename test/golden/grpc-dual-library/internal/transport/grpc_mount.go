package transport

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/reflection"

	"example.com/orders/internal/platform/call"
)

// grpcMount mounts the pipeline in a gRPC server: make the server with its options, then have it register the services.
type grpcMount struct {
	deps     Deps
	recorder *recorder
	codec    serverCodec
	streams  map[string]bool // the procedures that interceptStream has pass the pipeline
}

func newGRPCMount(deps Deps) *grpcMount {
	return &grpcMount{deps: deps, recorder: newRecorder(deps.Telemetry), codec: newServerCodec(), streams: make(map[string]bool)}
}

// register adds the services that register names, health and, if asked for, reflection.
func (m *grpcMount) register(server *grpc.Server, register func(grpc.ServiceRegistrar)) {
	register(registrar{m, server})
	m.addHealth(server)
	if m.deps.GRPC.Reflection {
		reflection.Register(server)
	}
}

// addHealth registers grpc.health.v1.Health. It does not pass the pipeline: probes have no tokens.
func (m *grpcMount) addHealth(server *grpc.Server) {
	names := map[string]bool{"": true}
	for name := range server.GetServiceInfo() {
		names[name] = true
	}
	m.recorder.knows(&grpc_health_v1.Health_ServiceDesc)
	grpc_health_v1.RegisterHealthServer(server, &healthServer{
		probes: m.deps.Health, services: names, draining: m.deps.Pipeline.Draining(),
	})
}

// registrar registers services whose calls pass the pipeline. Of unary calls that has to be arranged here: a server
// interceptor runs after the request is decoded. Interceptors of the server run inside the pipeline, next to the method.
type registrar struct {
	*grpcMount
	server grpc.ServiceRegistrar
}

// RegisterService is what generated code calls.
func (r registrar) RegisterService(desc *grpc.ServiceDesc, impl any) {
	r.recorder.knows(desc)
	copied := *desc
	copied.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, method := range desc.Methods {
		procedure := procedureOf(desc, method.MethodName)
		copied.Methods[i] = grpc.MethodDesc{MethodName: method.MethodName, Handler: r.unary(procedure, method.Handler)}
	}
	for _, stream := range desc.Streams {
		r.streams[procedureOf(desc, stream.StreamName)] = true
	}
	r.server.RegisterService(&copied, impl)
}

func procedureOf(desc *grpc.ServiceDesc, method string) string {
	return "/" + desc.ServiceName + "/" + method
}

func (m *grpcMount) unary(procedure string, handler grpc.MethodHandler) grpc.MethodHandler {
	return func(impl any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
		if err := sendTraceID(ctx); err != nil {
			return nil, err
		}
		messages := &unaryMessages{codec: m.codec, decode: decode}
		method := func(ctx context.Context, stream call.Stream) error {
			response, err := handler(impl, ctx, stream.Receive, interceptor)
			if err != nil {
				return err
			}
			return stream.Send(response)
		}
		if failed := m.deps.Pipeline.Serve(ctx, grpcInfo(ctx, procedure, false), method, messages); failed != nil {
			return nil, toStatus(failed)
		}
		return messages.response, nil
	}
}

// unaryMessages is the call.Stream of a unary call.
type unaryMessages struct {
	codec    serverCodec
	decode   func(any) error
	response any
}

func (u *unaryMessages) Receive(message any) error { return u.codec.receive(u.decode, message) }

func (u *unaryMessages) Send(message any) error {
	u.response = message
	return nil
}

// interceptStream has every stream of the IDL pass the pipeline. It is the first stream interceptor.
func (m *grpcMount) interceptStream(impl any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	ctx := stream.Context()
	if err := sendTraceID(ctx); err != nil {
		return err
	}
	if !m.streams[info.FullMethod] { // health, reflection, and what answers unknown methods
		return handler(impl, stream)
	}
	messages := newStreamMessages(stream, m.codec, m.deps.Pipeline.Draining())
	defer messages.close()
	method := func(ctx context.Context, inner call.Stream) error {
		return handler(impl, &handlerStream{ServerStream: stream, ctx: ctx, messages: inner})
	}
	if failed := m.deps.Pipeline.Serve(ctx, grpcInfo(ctx, info.FullMethod, true), method, messages); failed != nil {
		return toStatus(failed)
	}
	return nil
}

func grpcInfo(ctx context.Context, procedure string, streaming bool) *call.Info {
	info := &call.Info{
		Procedure: procedure, Protocol: call.GRPC, Streaming: streaming,
		Headers: requestMetadata{ctx}, Response: responseMetadata{ctx},
	}
	if from, ok := peer.FromContext(ctx); ok {
		info.Peer = from.Addr.String()
	}
	return info
}

// responseMetadata sends metadata with the header of the response.
type responseMetadata struct{ ctx context.Context }

func (m responseMetadata) SetHeader(name, value string) {
	_ = grpc.SetHeader(m.ctx, metadata.Pairs(name, value)) // fails once the header is sent
}
