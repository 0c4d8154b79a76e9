package client_test

import (
	"context"
	"net"
	"testing"
	"time"

	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"

	"example.com/orders/client"
)

// server keeps what it was called with.
type server struct {
	grpc_health_v1.UnimplementedHealthServer
	contexts chan context.Context
}

func (s *server) Check(ctx context.Context, _ *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	s.contexts <- ctx
	return &grpc_health_v1.HealthCheckResponse{}, nil
}

func TestCallsHaveADeadlineAndTheCallersTrace(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{contexts: make(chan context.Context, 1)}
	grpcServer := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(grpcServer, s)
	served := make(chan error, 1)
	go func() { served <- grpcServer.Serve(listener) }()
	defer func() {
		grpcServer.Stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}()
	conn, err := client.Dial(listener.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()

	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{15: 7}, SpanID: trace.SpanID{7: 1}})
	ctx := trace.ContextWithSpanContext(t.Context(), span)
	if _, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{}); err != nil {
		t.Fatal(err)
	}
	received := <-s.contexts
	if deadline, ok := received.Deadline(); !ok || time.Until(deadline) > client.Timeout {
		t.Errorf("deadline %v %v", deadline, ok)
	}
	md, _ := metadata.FromIncomingContext(received)
	if got, want := md.Get("traceparent"), "00-00000000000000000000000000000007-0000000000000001-00"; len(got) != 1 || got[0] != want {
		t.Errorf("traceparent %q, want %q", got, want)
	}
}
