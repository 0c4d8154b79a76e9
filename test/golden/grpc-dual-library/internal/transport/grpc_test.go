package transport

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
)

const (
	grpcEcho = "/test.Probe/Echo"
	grpcTalk = "/test.Probe/Talk"
)

// grpcService is what generated code would make of a service that no IDL has.
var grpcService = grpc.ServiceDesc{
	ServiceName: "test.Probe",
	HandlerType: (*any)(nil),
	Methods: []grpc.MethodDesc{{MethodName: "Echo", Handler: func(_ any, ctx context.Context, decode func(any) error, chain grpc.UnaryServerInterceptor) (any, error) {
		req := new(wrapperspb.StringValue)
		if err := decode(req); err != nil {
			return nil, err
		}
		if chain == nil {
			return grpcAnswer(ctx, req)
		}
		return chain(ctx, req, &grpc.UnaryServerInfo{FullMethod: grpcEcho}, func(ctx context.Context, req any) (any, error) {
			return grpcAnswer(ctx, req.(*wrapperspb.StringValue))
		})
	}}},
	Streams: []grpc.StreamDesc{{StreamName: "Talk", ServerStreams: true, ClientStreams: true, Handler: func(_ any, stream grpc.ServerStream) error {
		for {
			message := new(wrapperspb.StringValue)
			if err := stream.RecvMsg(message); err != nil {
				return err
			}
			answer, err := grpcAnswer(stream.Context(), message)
			if err != nil {
				return err
			}
			if err := stream.SendMsg(answer); err != nil {
				return err
			}
		}
	}}},
}

func grpcAnswer(ctx context.Context, req *wrapperspb.StringValue) (*wrapperspb.StringValue, error) {
	switch req.GetValue() {
	case "panic":
		panic("secret state")
	case "missing":
		return nil, fault.Wrap(fault.NotFound, "no such thing", errors.New("row 7 of table secret"))
	case "foreign":
		return nil, status.Error(codes.PermissionDenied, "another service says secret")
	case "away":
		return nil, fault.Wrap(fault.Unavailable, "billing is away", status.Error(codes.PermissionDenied, "secret"))
	case "slow":
		<-ctx.Done()
		return nil, ctx.Err()
	case "stuck":
		time.Sleep(2 * time.Second)
	}
	return req, nil
}

type grpcCaller struct {
	*probe
	conn *grpc.ClientConn
}

// grpcProbe serves the probe until the test ends.
func grpcProbe(t *testing.T, change func(*call.Config)) grpcCaller {
	t.Helper()
	p := startProbe(t, "grpc", change, func(deps Deps) (probeServer, error) {
		return newGRPC(func(registrar grpc.ServiceRegistrar) { registrar.RegisterService(&grpcService, nil) }, deps), nil
	})
	conn, err := grpc.NewClient(p.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // nothing uses it any more
	return grpcCaller{p, conn}
}

// call returns the status and the trace id of one call.
func (c grpcCaller) call(t *testing.T, method string, message any, pairs ...string) (*status.Status, string) {
	t.Helper()
	var header, trailer metadata.MD
	ctx := metadata.AppendToOutgoingContext(t.Context(), pairs...)
	err := c.conn.Invoke(ctx, method, message, new(wrapperspb.StringValue), grpc.Header(&header), grpc.Trailer(&trailer))
	ids := append(header.Get(traceHeader), trailer.Get(traceHeader)...)
	if len(ids) != 1 || len(ids[0]) != 32 {
		t.Errorf("%s: trace ids %q", method, ids)
		ids = []string{""}
	}
	return status.Convert(err), ids[0]
}

func TestEveryGRPCCallIsAnsweredTracedAndLogged(t *testing.T) {
	c := grpcProbe(t, nil)
	for _, test := range []struct {
		name, method string
		message      any
		code         codes.Code
		text         string
	}{
		{"a good one", grpcEcho, wrapperspb.String("hello"), codes.OK, ""},
		{"a refused one", grpcEcho, wrapperspb.String("missing"), codes.NotFound, "no such thing"},
		{"one that breaks a rule", grpcEcho, wrapperspb.String("invalid"), codes.InvalidArgument, "value: is invalid"},
		{"one in a stream that breaks a rule", grpcTalk, wrapperspb.String("invalid"), codes.InvalidArgument, "value: is invalid"},
		{"one that can't be decoded", grpcEcho, wrapperspb.Bytes([]byte{0xff}), codes.InvalidArgument, "the request can't be decoded"},
		{"one in a stream that can't be decoded", grpcTalk, wrapperspb.Bytes([]byte{0xff}), codes.InvalidArgument, "the request can't be decoded"},
		{"a status of another service", grpcEcho, wrapperspb.String("foreign"), codes.Internal, "internal error"},
		{"a fault around a status of another service", grpcEcho, wrapperspb.String("away"), codes.Unavailable, "billing is away"},
		{"a panic", grpcEcho, wrapperspb.String("panic"), codes.Internal, "internal error"},
		{"a panic in a stream", grpcTalk, wrapperspb.String("panic"), codes.Internal, "internal error"},
		{"one past its deadline", grpcEcho, wrapperspb.String("slow"), codes.DeadlineExceeded, "deadline exceeded"},
		{"a message over the limit", grpcEcho, wrapperspb.String(strings.Repeat("x", 1001)), codes.ResourceExhausted, ""},
		{"an unknown method", "/test.Probe/Nosuch", wrapperspb.String(""), codes.Unimplemented, "unknown method /test.Probe/Nosuch"},
		{"an unknown service", "/nosuch.Service/Echo", wrapperspb.String(""), codes.Unimplemented, "unknown method /nosuch.Service/Echo"},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, id := c.call(t, test.method, test.message)
			if answer.Code() != test.code || test.text != "" && answer.Message() != test.text {
				t.Errorf("%v %q, want %v %q", answer.Code(), answer.Message(), test.code, test.text)
			}
			c.log.await(t, `"msg":"request"`, fault.Code(test.code).String(), id)
		})
	}
	c.log.await(t, `"msg":"request"`, "row 7 of table secret") // the log has what the caller does not see
	c.log.await(t, `"msg":"panic"`, "secret state", "grpc_test.go")
}

func TestViolationsAreDetailsOfTheStatus(t *testing.T) {
	c := grpcProbe(t, nil)
	for _, method := range []string{grpcEcho, grpcTalk} {
		answer, _ := c.call(t, method, wrapperspb.String("invalid"))
		details := answer.Details()
		if len(details) != 1 {
			t.Fatalf("%s: %v", method, answer)
		}
		violations := details[0].(*errdetails.BadRequest).GetFieldViolations()
		if len(violations) != 1 || violations[0].GetField() != "value" || violations[0].GetDescription() != "is invalid" {
			t.Errorf("%s: %v", method, violations)
		}
	}
}

func TestAnInterceptorGuardsEveryGRPCMethod(t *testing.T) {
	c := grpcProbe(t, func(cfg *call.Config) { cfg.Interceptors = []call.Interceptor{wantToken} })
	for _, method := range []string{grpcEcho, grpcTalk} {
		for _, message := range []any{wrapperspb.String("hello"), wrapperspb.Bytes([]byte{0xff})} { // refused before it is decoded
			if answer, _ := c.call(t, method, message); answer.Code() != codes.Unauthenticated {
				t.Errorf("%s without a token: %v", method, answer)
			}
		}
	}
	if answer, _ := c.call(t, grpcEcho, wrapperspb.String("hello"), "x-token", "good"); answer.Code() != codes.OK {
		t.Errorf("with a token: %v", answer)
	}
	health, err := grpc_health_v1.NewHealthClient(c.conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil {
		t.Errorf("a probe, which has no token: %v %v", health, err)
	}
}

func TestTheStagesOfAGRPCCallHaveOneOrder(t *testing.T) {
	var stages stageLog
	c := grpcProbe(t, stages.record)
	if answer, _ := c.call(t, grpcEcho, wrapperspb.String("hello")); answer.Code() != codes.OK {
		t.Fatal(answer)
	}
	stages.want(t)
}

func TestAnOpenStreamDoesNotHoldTheShutdown(t *testing.T) {
	c := grpcProbe(t, nil)
	stream, err := c.conn.NewStream(t.Context(), &grpcService.Streams[0], grpcTalk)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(stream.SendMsg(wrapperspb.String("hello")), stream.RecvMsg(new(wrapperspb.StringValue))); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := c.stop(10 * time.Second); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the shutdown took %v", took)
	}
	if code := status.Code(stream.RecvMsg(new(wrapperspb.StringValue))); code != codes.Unavailable {
		t.Errorf("the stream ended with %v", code)
	}
}

func TestAShutdownDoesNotOutlastItsContext(t *testing.T) {
	c := grpcProbe(t, nil)
	go func() {
		// The handler sleeps whatever its context says.
		_ = c.conn.Invoke(t.Context(), grpcEcho, wrapperspb.String("stuck"), new(wrapperspb.StringValue))
	}()
	time.Sleep(100 * time.Millisecond) // the call is in its handler
	began := time.Now()
	err := c.stop(200 * time.Millisecond)
	if took := time.Since(began); took > time.Second || err == nil || !strings.Contains(err.Error(), "1 calls did not end") {
		t.Errorf("after %v: %v", took, err)
	}
}

func TestHealthFollowsReadiness(t *testing.T) {
	c := grpcProbe(t, nil)
	client := grpc_health_v1.NewHealthClient(c.conn)
	want := func(service string, want grpc_health_v1.HealthCheckResponse_ServingStatus) {
		t.Helper()
		answer, err := client.Check(t.Context(), &grpc_health_v1.HealthCheckRequest{Service: service})
		if err != nil || answer.GetStatus() != want {
			t.Errorf("%q: %v %v, want %v", service, answer, err, want)
		}
	}
	for _, service := range []string{"", "test.Probe"} {
		want(service, grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	}
	c.health.Started()
	watch, err := client.Watch(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if update, err := watch.Recv(); err != nil || update.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("a watcher: %v %v", update, err)
	}
	for _, service := range []string{"", "test.Probe"} {
		want(service, grpc_health_v1.HealthCheckResponse_SERVING)
	}
	if _, err := client.Check(t.Context(), &grpc_health_v1.HealthCheckRequest{Service: "no.Such"}); status.Code(err) != codes.NotFound {
		t.Errorf("an unknown service: %v", err)
	}
	c.health.Drain()
	for _, service := range []string{"", "test.Probe"} {
		want(service, grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	}
	if update, err := watch.Recv(); err != nil || update.GetStatus() != grpc_health_v1.HealthCheckResponse_NOT_SERVING {
		t.Errorf("a watcher during the drain: %v %v", update, err)
	}
}
