package transport

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/gopkg/protocol/thrift"
	kitexclient "github.com/cloudwego/kitex/client"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/serviceinfo"
	"github.com/cloudwego/kitex/server"

	"gomicro.example/service/client"
	"gomicro.example/service/internal/fault"
	"gomicro.example/service/internal/platform/call"
	"gomicro.example/service/internal/platform/telemetry"
)

// text is a Thrift struct with one field, a string.
type text struct{ value string }

func (m *text) BLength() int { return 3 + 4 + len(m.value) + 1 }

func (m *text) FastWriteNocopy(buf []byte, _ thrift.NocopyWriter) int {
	field := append(buf[:0], byte(thrift.STRING), 0, 1)
	field = binary.BigEndian.AppendUint32(field, uint32(len(m.value)))
	return len(append(append(field, m.value...), byte(thrift.STOP)))
}

func (m *text) FastRead(buf []byte) (int, error) {
	if len(buf) < 8 || buf[0] != byte(thrift.STRING) {
		return 0, io.ErrUnexpectedEOF
	}
	end := 7 + int(binary.BigEndian.Uint32(buf[3:]))
	if end >= len(buf) {
		return 0, io.ErrUnexpectedEOF
	}
	m.value = string(buf[7:end])
	return end + 1, nil
}

// wrapped is what Kitex has around one argument, and around a result.
type wrapped struct{ message *text }

func newWrapped() any { return &wrapped{} }

func (w *wrapped) GetFirstArgument() any { return w.message }
func (w *wrapped) GetResult() any        { return w.message }
func (w *wrapped) SetSuccess(result any) { w.message, _ = result.(*text) }

func (w *wrapped) BLength() int {
	if w.message == nil {
		return 1
	}
	return 3 + w.message.BLength() + 1
}

func (w *wrapped) FastWriteNocopy(buf []byte, out thrift.NocopyWriter) int {
	n := 0
	if w.message != nil {
		copy(buf, []byte{byte(thrift.STRUCT), 0, 0})
		n = 3 + w.message.FastWriteNocopy(buf[3:], out)
	}
	buf[n] = byte(thrift.STOP)
	return n + 1
}

func (w *wrapped) FastRead(buf []byte) (int, error) {
	if buf[0] == byte(thrift.STOP) {
		return 1, nil
	}
	if buf[0] != byte(thrift.STRUCT) {
		return 0, errors.New("no field")
	}
	w.message = &text{}
	n, err := w.message.FastRead(buf[3:])
	return 3 + n + 1, err
}

// garbage is a message that can't be decoded.
type garbage struct{}

func (*garbage) BLength() int { return 1 }

func (*garbage) FastWriteNocopy(buf []byte, _ thrift.NocopyWriter) int {
	buf[0] = 0xff
	return 1
}

func (*garbage) FastRead([]byte) (int, error) { return 0, nil }

// refuseInvalid is a rule of the tests; IDLs in Thrift have none.
func refuseInvalid(message any) error {
	if text, ok := message.(*text); ok && text.value == "invalid" {
		return fault.Invalid(fault.Violation{Field: "value", Description: "is invalid"})
	}
	return nil
}

// probeService is a service that no IDL has, so that the tests hold whatever the IDL is.
type probeService struct {
	entered chan context.Context // a request "wait" is in its handler
	release chan struct{}        // lets it return
}

func (p *probeService) answer(ctx context.Context, req *text) (*text, error) {
	switch req.value {
	case "panic":
		panic("secret state")
	case "missing":
		return nil, fault.Wrap(fault.NotFound, "no such thing", errors.New("row 7 of table secret"))
	case "broken":
		return nil, errors.New("secret text")
	case "violations":
		return nil, fault.Invalid(fault.Violation{Field: "name", Description: "is empty"},
			fault.Violation{Field: "name", Description: "is bad"}, fault.Violation{Field: "count", Description: "is 0"})
	case "foreign":
		return nil, kerrors.NewBizStatusError(int32(fault.PermissionDenied), "another service says secret")
	case "away":
		foreign := kerrors.NewBizStatusError(int32(fault.PermissionDenied), "secret")
		return nil, fault.Wrap(fault.Unavailable, "billing is away", foreign)
	case "slow":
		<-ctx.Done()
		return nil, ctx.Err()
	case "stuck":
		p.entered <- ctx
		time.Sleep(2 * time.Second)
	case "header":
		call.From(ctx).SetHeader("x-answer", call.From(ctx).Header("X-Question")+call.From(ctx).Procedure)
	case "wait":
		p.entered <- ctx
		select {
		case <-p.release:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return req, nil
}

// probeInfo describes the service; clients know a method that the server does not.
func probeInfo(methods ...string) *serviceinfo.ServiceInfo {
	info := &serviceinfo.ServiceInfo{ServiceName: "Probe", Methods: map[string]serviceinfo.MethodInfo{}}
	for _, method := range methods {
		handler := func(ctx context.Context, handler, args, result any) error {
			answer, err := handler.(*probeService).answer(ctx, args.(*wrapped).message)
			result.(*wrapped).message = answer
			return err
		}
		info.Methods[method] = serviceinfo.NewMethodInfo(handler, newWrapped, newWrapped, false)
	}
	return info
}

// running is a server on a loopback listener.
type running struct {
	*probe
	server    *Server
	service   *probeService
	telemetry *telemetry.Telemetry
}

// startInfo serves what info describes until the test ends. adjust changes the server before it serves.
func startInfo(t *testing.T, info *serviceinfo.ServiceInfo, change func(*call.Config), adjust ...func(*Server)) *running {
	t.Helper()
	r := &running{service: &probeService{entered: make(chan context.Context, 1), release: make(chan struct{})}}
	r.probe = startWith(t, change, func(deps Deps) (*Server, error) {
		built, err := newServer(deps, func(s server.Server) error { return s.RegisterService(info, r.service) })
		if err != nil {
			return nil, err
		}
		for _, change := range adjust {
			change(built)
		}
		r.server, r.telemetry = built, deps.Telemetry
		return built, nil
	})
	return r
}

// start serves the probe until the test ends.
func start(t *testing.T, adjust ...func(*Server)) *running {
	t.Helper()
	return startInfo(t, probeInfo("Echo"), nil, adjust...)
}

// startWith serves what build returns until the test ends.
func startWith(t *testing.T, change func(*call.Config), build func(Deps) (*Server, error)) *probe {
	t.Helper()
	return startProbe(t, "thrift", change, func(deps Deps) (probeServer, error) { return build(deps) })
}

// connect returns a connection to the server, for bytes that no Kitex client would send.
func (p *probe) connect(t *testing.T) net.Conn {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// dial returns a client with the options that this service hands out.
func (r *running) dial(t *testing.T) kitexclient.Client {
	t.Helper()
	return dial(t, probeInfo("Echo", "Unknown"), client.Options(r.address))
}

// dialPlain returns a client as Kitex makes it: framed, without headers.
func (r *running) dialPlain(t *testing.T) kitexclient.Client {
	t.Helper()
	return dial(t, probeInfo("Echo", "Unknown"), []kitexclient.Option{kitexclient.WithHostPorts(r.address)})
}

func dial(t *testing.T, info *serviceinfo.ServiceInfo, options []kitexclient.Option) kitexclient.Client {
	t.Helper()
	c, err := kitexclient.NewClient(info, append(options, kitexclient.WithDestService("probe"))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hangUp(c) })
	return c
}

// hangUp closes a client's connections.
func hangUp(c any) {
	if closer, ok := c.(interface{ Close() error }); ok {
		_ = closer.Close()
	}
}

// echo calls Echo with a value.
func echo(ctx context.Context, c kitexclient.Client, value string) error {
	return c.Call(ctx, "Echo", &wrapped{&text{value}}, newWrapped())
}

// answered is like echo, for any method and message, and returns the trace id too.
func answered(t *testing.T, c kitexclient.Client, method string, message any) (string, error) {
	t.Helper()
	ctx := metainfo.WithBackwardValues(t.Context())
	err := c.Call(ctx, method, message, newWrapped())
	id, _ := metainfo.RecvBackwardValue(ctx, traceHeader)
	return id, err
}

// statusOf returns the code and the message of a business status; OK for nil.
func statusOf(t *testing.T, err error) (fault.Code, string) {
	t.Helper()
	if err == nil {
		return fault.OK, ""
	}
	status, ok := kerrors.FromBizStatusError(err)
	if !ok {
		t.Errorf("no business status: %v", err)
		return fault.Unknown, ""
	}
	return fault.Code(status.BizStatusCode()), status.BizMessage()
}

// counts checks that there are metrics of these methods, and none of the unknown one.
func (r *running) counts(t *testing.T, methods ...string) {
	t.Helper()
	scrape := httptest.NewRecorder()
	r.telemetry.MetricsHandler().ServeHTTP(scrape, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	label := func(method string) string { return `rpc_method="` + method + `"` }
	for _, method := range methods {
		if !strings.Contains(scrape.Body.String(), label(method)) {
			t.Errorf("no metric of the method %s", method)
		}
	}
	if strings.Contains(scrape.Body.String(), label("Probe/Unknown")) {
		t.Error("a metric of an unknown method")
	}
}

func leavesNoGoroutines(t *testing.T, cycle func()) {
	t.Helper()
	cycle() // what starts once a process
	before := runtime.NumGoroutine()
	cycle()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 5000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		<-tick.C
	}
	stacks := make([]byte, 1<<20)
	t.Errorf("goroutines are left:\n%s", stacks[:runtime.Stack(stacks, true)])
}
