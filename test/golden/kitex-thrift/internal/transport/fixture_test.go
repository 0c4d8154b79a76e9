package transport

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cloudwego/gopkg/protocol/thrift"
	kitexclient "github.com/cloudwego/kitex/client"
	"github.com/cloudwego/kitex/pkg/serviceinfo"
	"github.com/cloudwego/kitex/server"

	"example.com/orders/client"
	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// probe is a service of the tests' own, so that they hold whatever the IDL says.
type probe struct {
	entered chan context.Context // a call of Wait has begun
	release chan struct{}        // lets Wait return
}

func (p *probe) call(ctx context.Context, method string) error {
	switch method {
	case "Missing":
		return fault.Wrap(fault.NotFound, "no such item", errors.New("row 7 of table secret"))
	case "Invalid":
		return fault.Invalid(fault.Violation{Field: "name", Description: "is empty"},
			fault.Violation{Field: "name", Description: "is bad"}, fault.Violation{Field: "count", Description: "is 0"})
	case "Broken":
		return errors.New("secret text")
	case "Panic":
		panic("secret text")
	case "Wait":
		p.entered <- ctx
		select {
		case <-p.release:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// nothing is a Thrift struct without fields.
type nothing struct{}

func (*nothing) BLength() int { return 1 }

func (*nothing) FastWriteNocopy(buf []byte, _ thrift.NocopyWriter) int {
	buf[0] = byte(thrift.STOP)
	return 1
}

func (*nothing) FastRead(buf []byte) (int, error) { return len(buf), nil }

// probeInfo describes the service; clients know a method that the server does not.
func probeInfo(methods ...string) *serviceinfo.ServiceInfo {
	empty := func() any { return &nothing{} }
	info := &serviceinfo.ServiceInfo{ServiceName: "Probe", Methods: map[string]serviceinfo.MethodInfo{}}
	for _, method := range methods {
		handler := func(ctx context.Context, handler, _, _ any) error { return handler.(*probe).call(ctx, method) }
		info.Methods[method] = serviceinfo.NewMethodInfo(handler, empty, empty, false)
	}
	return info
}

// running is a server on a loopback listener.
type running struct {
	*Server
	probe     *probe
	telemetry *telemetry.Telemetry
	address   string
	logs      *logs
	served    chan error
}

// prepareWith builds a server that does not serve yet.
func prepareWith(t *testing.T, build func(Deps) (*Server, error)) *running {
	t.Helper()
	r := &running{logs: &logs{}, served: make(chan error, 1)}
	config := telemetry.Config{Service: "probe", LogLevel: slog.LevelDebug, Getenv: func(string) string { return "" }}
	var err error
	if r.telemetry, err = telemetry.New(t.Context(), config, r.logs); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.telemetry.Shutdown(context.WithoutCancel(t.Context())) })
	r.Server, err = build(Deps{Log: r.telemetry.Logger(), Telemetry: r.telemetry, MaxRequestBytes: 1 << 10})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// prepare is prepareWith a probe.
func prepare(t *testing.T) *running {
	t.Helper()
	p := &probe{entered: make(chan context.Context, 1), release: make(chan struct{})}
	r := prepareWith(t, func(deps Deps) (*Server, error) {
		return newServer(deps, func(s server.Server) error {
			return s.RegisterService(probeInfo("OK", "Missing", "Invalid", "Broken", "Panic", "Wait"), p)
		})
	})
	r.probe = p
	return r
}

func (r *running) serve(t *testing.T) {
	t.Helper()
	listener := listen(t)
	r.address = listener.Addr().String()
	go func() { r.served <- r.Serve(map[string]net.Listener{"grpc": listener}) }()
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// connect returns a connection to the server, for bytes that no Kitex client would send.
func (r *running) connect(t *testing.T) net.Conn {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func start(t *testing.T) *running {
	t.Helper()
	return serve(t, prepare(t))
}

func startWith(t *testing.T, build func(Deps) (*Server, error)) *running {
	t.Helper()
	return serve(t, prepareWith(t, build))
}

// serve serves until the end of the test.
func serve(t *testing.T, r *running) *running {
	t.Helper()
	r.serve(t)
	t.Cleanup(func() {
		// The tests that care look at both errors themselves, and a second end is none.
		_ = errors.Join(r.Shutdown(context.WithoutCancel(t.Context())), <-r.served)
	})
	return r
}

// stop shuts the server down and returns what Shutdown and Serve said.
func (r *running) stop(ctx context.Context) (shutdown, serve error) {
	shutdown = r.Shutdown(ctx)
	return shutdown, <-r.served
}

// dial returns a client with the options that this service hands out.
func (r *running) dial(t *testing.T) kitexclient.Client {
	t.Helper()
	return dial(t, client.Options(r.address))
}

// dialPlain returns a client as Kitex makes it: framed, without headers.
func (r *running) dialPlain(t *testing.T) kitexclient.Client {
	t.Helper()
	return dial(t, []kitexclient.Option{kitexclient.WithHostPorts(r.address)})
}

func dial(t *testing.T, options []kitexclient.Option) kitexclient.Client {
	t.Helper()
	info := probeInfo("OK", "Missing", "Invalid", "Broken", "Panic", "Wait", "Unknown")
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

func call(ctx context.Context, c kitexclient.Client, method string) error {
	return c.Call(ctx, method, &nothing{}, &nothing{})
}

// logs is a log that tests read while it is written.
type logs struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.String()
}

// await returns the first line that holds all of the parts; a call is logged after its answer is sent.
func (l *logs) await(t *testing.T, parts ...string) string {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 5000 {
		for line := range strings.Lines(l.String()) {
			if containsAll(line, parts) {
				return line
			}
		}
		<-tick.C
	}
	t.Fatalf("no line of the log has %q:\n%s", parts, l)
	return ""
}

func containsAll(line string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(line, part) {
			return false
		}
	}
	return true
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
