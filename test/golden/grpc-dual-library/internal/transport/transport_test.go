package transport

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
	"example.com/orders/internal/rpc"
)

const (
	echo = "/test.Probe/Echo"
	talk = "/test.Probe/Talk"
)

// probe is a service that no IDL has, so that these tests hold whatever the IDL is.
var probe = grpc.ServiceDesc{
	ServiceName: "test.Probe",
	HandlerType: (*any)(nil),
	Methods: []grpc.MethodDesc{{MethodName: "Echo", Handler: func(_ any, ctx context.Context, decode func(any) error, chain grpc.UnaryServerInterceptor) (any, error) {
		req := new(wrapperspb.StringValue)
		if err := decode(req); err != nil {
			return nil, err
		}
		return chain(ctx, req, &grpc.UnaryServerInfo{FullMethod: echo}, func(context.Context, any) (any, error) {
			switch req.GetValue() {
			case "panic":
				panic("secret state")
			case "missing":
				return nil, fault.Wrap(fault.NotFound, "no such thing", errors.New("row 7 of table secret"))
			case "broken":
				return nil, errors.New("table secret is gone")
			}
			return req, nil
		})
	}}},
	Streams: []grpc.StreamDesc{{StreamName: "Talk", ServerStreams: true, ClientStreams: true, Handler: func(_ any, stream grpc.ServerStream) error {
		for {
			message := new(wrapperspb.StringValue)
			if err := stream.RecvMsg(message); err != nil {
				return err
			}
			if message.GetValue() == "panic" {
				panic("secret state")
			}
			if err := stream.SendMsg(message); err != nil {
				return err
			}
		}
	}}},
}

// refuseInvalid is a rule that the IDL might have.
func refuseInvalid(m proto.Message) error {
	if text, ok := m.(*wrapperspb.StringValue); ok && text.GetValue() == "invalid" {
		return fault.Invalid(fault.Violation{Field: "value", Description: "is invalid"})
	}
	return nil
}

type syncBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// await polls the log for a line with every text: a call's line is written after its answer.
func (s *syncBuffer) await(t *testing.T, texts ...string) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		s.mu.Lock()
		log := s.b.String()
		s.mu.Unlock()
	lines:
		for line := range strings.Lines(log) {
			for _, text := range texts {
				if !strings.Contains(line, text) {
					continue lines
				}
			}
			return
		}
	}
	t.Errorf("no log line with %q", texts)
}

type running struct {
	*Server
	conn *grpc.ClientConn
	http string
	log  *syncBuffer
	stop func() error
}

func start(t *testing.T) *running {
	t.Helper()
	log := &syncBuffer{}
	tel, err := telemetry.New(t.Context(), telemetry.Config{Service: "test"}, log)
	if err != nil {
		t.Fatal(err)
	}
	deps := Deps{Log: tel.Logger(), Telemetry: tel, MaxRequestBytes: 1000, HTTPUnknownFields: "refuse"}
	server, err := newServer(rpc.Services{}, deps, refuseInvalid)
	if err != nil {
		t.Fatal(err)
	}
	traced{server.grpc, server.calls}.RegisterService(&probe, nil)
	listeners := map[string]net.Listener{}
	for _, port := range Ports() {
		if listeners[port], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listeners) }()
	conn, err := grpc.NewClient(listeners["grpc"].Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	stop := sync.OnceValue(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return errors.Join(server.Shutdown(ctx), <-served)
	})
	t.Cleanup(func() {
		if err := errors.Join(stop(), conn.Close()); err != nil {
			t.Error(err)
		}
	})
	return &running{server, conn, listeners["http"].Addr().String(), log, stop}
}

// call returns the code, the text and the trace id of one call.
func (r *running) call(t *testing.T, method, value string) (codes.Code, string, string) {
	t.Helper()
	var header, trailer metadata.MD
	err := r.conn.Invoke(t.Context(), method, wrapperspb.String(value), new(wrapperspb.StringValue), grpc.Header(&header), grpc.Trailer(&trailer))
	ids := append(header.Get(traceHeader), trailer.Get(traceHeader)...)
	if len(ids) != 1 || len(ids[0]) != 32 {
		t.Errorf("%s %.10q: trace ids %q", method, value, ids)
		ids = []string{""}
	}
	return status.Code(err), status.Convert(err).Message(), ids[0]
}

func TestEveryCallIsAnsweredTracedAndLogged(t *testing.T) {
	r := start(t)
	for _, test := range []struct {
		name, method, value string
		code                codes.Code
		message             string
	}{
		{"a good one", echo, "hello", codes.OK, ""},
		{"a refused one", echo, "missing", codes.NotFound, "no such thing"},
		{"one that breaks a rule", echo, "invalid", codes.InvalidArgument, "value: is invalid"},
		{"one in a stream that breaks a rule", talk, "invalid", codes.InvalidArgument, "value: is invalid"},
		{"a failed one", echo, "broken", codes.Internal, "internal error"},
		{"a panic", echo, "panic", codes.Internal, "internal error"},
		{"a panic in a stream", talk, "panic", codes.Internal, "internal error"},
		{"a message over the limit", echo, strings.Repeat("x", 1001), codes.ResourceExhausted, ""},
		{"an unknown method", "/test.Probe/Nosuch", "", codes.Unimplemented, "unknown method /test.Probe/Nosuch"},
		{"an unknown service", "/nosuch.Service/Echo", "", codes.Unimplemented, "unknown method /nosuch.Service/Echo"},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, message, id := r.call(t, test.method, test.value)
			if code != test.code || test.message != "" && message != test.message {
				t.Errorf("%v %q, want %v %q", code, message, test.code, test.message)
			}
			r.log.await(t, `"msg":"request"`, fault.Code(test.code).String(), id)
		})
	}
	r.log.await(t, `"msg":"request"`, "row 7 of table secret") // the log has what the caller does not see
	r.log.await(t, `"msg":"panic"`, "secret state", "transport_test.go")
}

// TestWhatBreaksARuleNeverReachesItsHandler is of gRPC and of the gateway's calls in process, unary and streaming.
func TestWhatBreaksARuleNeverReachesItsHandler(t *testing.T) {
	r := start(t)
	inner := newInprocess(&answers{slog.New(slog.DiscardHandler), refuseInvalid}, r.streams)
	inner.RegisterService(&grpc.ServiceDesc{
		ServiceName: probe.ServiceName,
		HandlerType: probe.HandlerType,
		Methods:     probe.Methods,
		Streams:     []grpc.StreamDesc{{StreamName: "Talk", ServerStreams: true, Handler: probe.Streams[0].Handler}},
	}, nil)
	for name, conn := range map[string]grpc.ClientConnInterface{"gRPC": r.conn, "in process": inner} {
		unary := conn.Invoke(t.Context(), echo, wrapperspb.String("invalid"), new(wrapperspb.StringValue))
		stream, err := conn.NewStream(t.Context(), &probe.Streams[0], talk)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(stream.SendMsg(wrapperspb.String("invalid")), stream.CloseSend()); err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{unary, stream.RecvMsg(new(wrapperspb.StringValue))} {
			answer := status.Convert(err)
			details := answer.Details()
			if answer.Code() != codes.InvalidArgument || len(details) != 1 {
				t.Errorf("%s: %v", name, answer)
				continue
			}
			violations := details[0].(*errdetails.BadRequest).GetFieldViolations()
			if len(violations) != 1 || violations[0].GetField() != "value" || violations[0].GetDescription() != "is invalid" {
				t.Errorf("%s: %v", name, violations)
			}
		}
	}
}

func TestTheGatewayPassesViolationsOn(t *testing.T) {
	answer := status.Convert((&answers{log: slog.New(slog.DiscardHandler)}).toStatus(t.Context(), nil,
		refuseInvalid(wrapperspb.String("invalid"))))
	want := `{"code":3,"message":"value: is invalid","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"value","description":"is invalid"}]}]}`
	recorder := httptest.NewRecorder()
	writeError(t.Context(), nil, nil, recorder, nil, answer.Err())
	if got := strings.TrimSpace(recorder.Body.String()); recorder.Code != http.StatusBadRequest || got != want {
		t.Errorf("%d %s", recorder.Code, got)
	}
	event, err := (&marshaler{}).Marshal(map[string]proto.Message{"error": answer.Proto()})
	if got := string(event); err != nil || got != "event: error\ndata: "+want+"\n\n" {
		t.Errorf("%s %v", got, err)
	}
}

func TestAnOpenStreamDoesNotHoldTheShutdown(t *testing.T) {
	r := start(t)
	stream, err := r.conn.NewStream(t.Context(), &probe.Streams[0], talk)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(stream.SendMsg(wrapperspb.String("hello")), stream.RecvMsg(new(wrapperspb.StringValue))); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the shutdown took %v", took)
	}
	if code := status.Code(stream.RecvMsg(new(wrapperspb.StringValue))); code != codes.Unavailable {
		t.Errorf("the stream ended with %v", code)
	}
}

func TestHealthCheckersSeeTheServing(t *testing.T) {
	r := start(t)
	answer, err := grpc_health_v1.NewHealthClient(r.conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil || answer.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("%v %v", answer, err)
	}
}

func TestTheGatewayAnswersAndOneHalfNeverServesAlone(t *testing.T) {
	r := start(t)
	response, err := http.Get("http://" + r.http + "/nosuch")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusNotFound || !strings.Contains(string(body), `"code":5`) {
		t.Errorf("%d %s %v", response.StatusCode, body, err)
	}

	server, err := New(rpc.Services{}, Deps{Log: slog.New(slog.DiscardHandler), Telemetry: r.calls.telemetry, MaxRequestBytes: 1})
	if err != nil {
		t.Fatal(err)
	}
	closed, open := listen(t), listen(t)
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := server.Serve(map[string]net.Listener{"http": closed, "grpc": open}); err == nil {
		t.Error("served on without its HTTP half")
	}
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}
