package transport

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/call"
)

// probeRoutes are a service that no IDL has, so that these tests hold whatever the IDL is. The verb of its second route is
// one that most routers have no pattern for.
func probeRoutes() []httpjson.Route {
	echo := call.Unary(probeEcho)
	return []httpjson.Route{
		{Method: "POST", Template: "/test/echo", Body: "*", Procedure: "/test.Probe/Echo", Call: echo},
		{Method: "GET", Template: "/test/{value}:echo", Procedure: "/test.Probe/Echo", Call: echo},
		{Method: "GET", Template: "/test/{value}", Procedure: "/test.Probe/Echo", Call: echo},
		{Method: "POST", Template: "/test/watch", Body: "*", Procedure: "/test.Probe/Watch", Call: call.ServerStream(probeWatch)},
	}
}

func probeEcho(ctx context.Context, req *wrapperspb.StringValue) (*wrapperspb.StringValue, error) {
	switch req.GetValue() {
	case "panic":
		panic("secret state")
	case "missing":
		return nil, fault.Wrap(fault.NotFound, "no such thing", errors.New("row 7 of table secret"))
	case "broken":
		return nil, errors.New("table secret is gone")
	case "slow":
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return req, nil
}

// probeWatch sends its request again and again until it is told to stop.
func probeWatch(ctx context.Context, req *wrapperspb.StringValue, send func(*wrapperspb.StringValue) error) error {
	for ctx.Err() == nil {
		if err := send(req); err != nil {
			return err
		}
		switch req.GetValue() {
		case "panic":
			panic("secret state")
		case "once":
			<-ctx.Done()
		}
	}
	return ctx.Err()
}

// httpProbe serves the probe until the test ends.
func httpProbe(t *testing.T, change func(*call.Config)) *probe {
	t.Helper()
	return startProbe(t, "http", change, func(deps Deps) (probeServer, error) { return newHTTP(probeRoutes(), deps) })
}

// do returns the status, the body and the trace id of one request.
func (p *probe) do(t *testing.T, method, path, body string, headers ...string) (int, string, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+p.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }() // it has been read
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, strings.TrimSpace(string(text)), response.Header.Get("x-trace-id")
}

func TestEveryHTTPRequestIsAnsweredTracedAndLogged(t *testing.T) {
	p := httpProbe(t, nil)
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		answer                   string
	}{
		{"a good one", "POST", "/test/echo", `"hello"`, 200, `"hello"`},
		{"a good one on a route with a verb", "GET", "/test/hello:echo", "", 200, `"hello"`},
		{"a refused one", "GET", "/test/missing", "", 404, `{"code":5,"message":"no such thing","details":[]}`},
		{"a failed one", "GET", "/test/broken:echo", "", 500, `{"code":13,"message":"internal error","details":[]}`},
		{"a panic", "POST", "/test/echo", `"panic"`, 500, `{"code":13,"message":"internal error","details":[]}`},
		{"one that breaks a rule", "GET", "/test/invalid", "", 400, "is invalid"},
		{"one that can't be decoded", "POST", "/test/echo", `{`, 400, `"code":3`},
		{"one over the limit", "POST", "/test/echo", `"` + strings.Repeat("x", 1000) + `"`, 413, "larger than 1000 bytes"},
		{"one past its deadline", "GET", "/test/slow", "", 504, `{"code":4,"message":"deadline exceeded","details":[]}`},
		{"a method that the path lacks", "DELETE", "/test/echo", "", 405, `"code":12`},
		{"an unknown path", "GET", "/no/such/path", "", 404, `"code":5`},
		{"an unknown path that is not clean", "GET", "//no/../such", "", 404, `"code":5`},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, body, id := p.do(t, test.method, test.path, test.body)
			if status != test.status || !strings.Contains(body, test.answer) || len(id) != 32 {
				t.Errorf("%d %s, trace id %q", status, body, id)
			}
			p.log.await(t, `"msg":"request"`, fmt.Sprintf(`"status":%d`, test.status), id)
		})
	}
	p.log.await(t, `"msg":"request"`, "row 7 of table secret") // the log has what the caller does not see
	p.log.await(t, `"msg":"panic"`, "secret state", "http_test.go")
}

func TestAnInterceptorGuardsEveryHTTPRoute(t *testing.T) {
	p := httpProbe(t, func(cfg *call.Config) { cfg.Interceptors = []call.Interceptor{wantToken} })
	for _, test := range []struct{ method, path, body string }{
		{"POST", "/test/echo", `"hello"`},
		{"POST", "/test/echo", "{"}, // refused before it is decoded
		{"GET", "/test/hello:echo", ""},
		{"GET", "/test/hello", ""},
		{"POST", "/test/watch", `"hello"`},
	} {
		if status, body, _ := p.do(t, test.method, test.path, test.body); status != http.StatusUnauthorized {
			t.Errorf("%s %s without a token: %d %s", test.method, test.path, status, body)
		}
	}
	if status, body, _ := p.do(t, "GET", "/test/hello:echo", "", "x-token", "good"); status != http.StatusOK {
		t.Errorf("with a token: %d %s", status, body)
	}
}

func TestTheStagesOfAnHTTPCallHaveOneOrder(t *testing.T) {
	var stages stageLog
	p := httpProbe(t, stages.record)
	if status, body, _ := p.do(t, "GET", "/test/hello", ""); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	stages.want(t)
}

func TestAnHTTPStreamEndsWithAnErrorEvent(t *testing.T) {
	p := httpProbe(t, nil)
	status, body, _ := p.do(t, "POST", "/test/watch", `"panic"`)
	want := "data: \"panic\"\n\nevent: error\ndata: {\"code\":13,\"message\":\"internal error\",\"details\":[]}"
	if status != http.StatusOK || body != want {
		t.Errorf("%d %q", status, body)
	}
}

// TestADrainEndsHTTPStreams is about a stream that waits, and one whose client does not read.
func TestADrainEndsHTTPStreams(t *testing.T) {
	for _, request := range []string{"once", strings.Repeat("x", 900)} {
		p := httpProbe(t, nil)
		conn, err := net.Dial("tcp", p.address)
		if err != nil {
			t.Fatal(err)
		}
		body := fmt.Sprintf("%q", request)
		if _, err := fmt.Fprintf(conn, "POST /test/watch HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
			t.Fatalf("%q %v", line, err)
		}
		time.Sleep(100 * time.Millisecond) // the buffers of the connection fill up
		began := time.Now()
		if err := p.stop(5 * time.Second); err != nil {
			t.Errorf("%.10s: %v", request, err)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%.10s: the shutdown took %v", request, took)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}
