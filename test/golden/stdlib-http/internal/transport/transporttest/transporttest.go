// Package transporttest calls the methods of package rpc as their callers do: over loopback, by every protocol of this
// service. Tests that use it hold for any framework.
package transporttest

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"

	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/env"
	"example.com/orders/internal/platform/health"
	"example.com/orders/internal/platform/telemetry"
	"example.com/orders/internal/rpc"
	"example.com/orders/internal/transport"
)

// Wire is one protocol of a running service.
type Wire struct {
	Protocol string // "http" or "grpc"

	call func(ctx context.Context, procedure string, req, resp proto.Message) (int, error)
}

// Call sends one request to a method, such as "/acme.shop.v1.Orders/GetOrder", and nothing after it, and receives into
// resp until the method has ended. It returns how many responses came; fault.CodeOf tells the code of its error.
//
// Over HTTP a field that the path needs and the request leaves empty gets a value that fits.
func (w Wire) Call(ctx context.Context, procedure string, req, resp proto.Message) (received int, err error) {
	populate(req.ProtoReflect())
	return w.call(ctx, procedure, req, resp)
}

// Serve serves the services behind the interceptors until the test ends, and returns a wire for each protocol.
func Serve(t testing.TB, services rpc.Services, interceptors ...call.Interceptor) []Wire {
	t.Helper()
	tel, err := telemetry.New(t.Context(), telemetry.Config{Service: "test", LogLevel: slog.LevelError}, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	validate, err := rpc.NewValidator()
	if err != nil {
		t.Fatal(err)
	}
	server, err := transport.New(services, transport.Deps{
		Log: tel.Logger(), Telemetry: tel, Health: health.New(health.Info{}),
		Pipeline:        call.New(call.Config{Log: tel.Logger(), Interceptors: interceptors, Validate: validate}),
		MaxRequestBytes: 4 << 20,
		Settings:        transport.ReadSettings(env.New(func(string) string { return "" })),
	})
	if err != nil {
		t.Fatal(err)
	}
	listeners, addresses := make(map[string]net.Listener), make(map[string]string)
	for _, port := range transport.Ports() {
		listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listeners[port], addresses[port] = listener, listener.Addr().String()
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listeners) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			t.Errorf("shut down: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return wires(t, services, addresses)
}

// populate sets what a message can't be sent without: the required fields of proto2, and the kind of a Value.
func populate(message protoreflect.Message) {
	if value, ok := message.Interface().(*structpb.Value); ok && value.GetKind() == nil {
		value.Kind = &structpb.Value_NullValue{}
	}
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if field.Cardinality() != protoreflect.Required {
			continue
		}
		if !message.Has(field) {
			message.Set(field, message.NewField(field))
		}
		if field.Message() != nil {
			populate(message.Mutable(field).Message())
		}
	}
}
