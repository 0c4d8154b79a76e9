package httpserver_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
)

type syncBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// await waits until the log has a text: a line is written after its response.
func (s *syncBuffer) await(t *testing.T, text string) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.String(), text) {
			return
		}
	}
	t.Errorf("the log has no %s: %s", text, s)
}

// serve runs a handler behind the chain until the test ends, and returns its address and its log.
func serve(t *testing.T, cfg httpserver.Config, handler http.HandlerFunc) (string, *syncBuffer) {
	t.Helper()
	log := &syncBuffer{}
	tel, err := telemetry.New(t.Context(), telemetry.Config{Service: "test"}, log)
	if err != nil {
		t.Fatal(err)
	}
	return serveHandler(t, cfg, log, httpserver.Chain(tel, notDraining, httpserver.Limits{MaxBodyBytes: 1000}, handler)), log
}

func notDraining() bool { return false }

func serveHandler(t *testing.T, cfg httpserver.Config, log *syncBuffer, handler http.Handler) string {
	t.Helper()
	server := httpserver.New(handler, cfg, slog.New(slog.NewJSONHandler(log, nil)))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := server.Serve(map[string]net.Listener{"http": listener}); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
	return listener.Addr().String()
}

func do(t *testing.T, method, url string, body io.Reader) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

func handle(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/panic":
		panic("secret state")
	case "/read":
		if _, err := io.ReadAll(r.Body); err != nil {
			var tooLarge *http.MaxBytesError
			if errors.As(err, &tooLarge) {
				httpserver.TooLarge(w, tooLarge.Limit)
			}
			return
		}
	case "/teapot":
		w.WriteHeader(http.StatusTeapot)
	}
}

func TestEveryAnswerCarriesItsTraceID(t *testing.T) {
	address, log := serve(t, httpserver.Config{}, handle)
	for path, want := range map[string]int{"/": 200, "/teapot": 418, "/panic": 500} {
		response, _ := do(t, http.MethodGet, "http://"+address+path, nil)
		id := response.Header.Get(httpserver.TraceHeader)
		if response.StatusCode != want || len(id) != 32 {
			t.Errorf("%s: %d, trace id %q", path, response.StatusCode, id)
		}
		if !strings.Contains(log.String(), id) {
			t.Errorf("%s: trace id %s is not in the log", path, id)
		}
	}
}

func TestAPanicIsAnsweredAndToldToTheLogAlone(t *testing.T) {
	address, log := serve(t, httpserver.Config{}, handle)
	response, body := do(t, http.MethodGet, "http://"+address+"/panic", nil)
	if response.StatusCode != 500 || strings.TrimSpace(body) != `{"code":13,"message":"internal error","details":[]}` {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if !strings.Contains(log.String(), "secret state") || !strings.Contains(log.String(), "httpserver_test.go") {
		t.Error("the log lacks the panic or its stack")
	}
	if response, _ := do(t, http.MethodGet, "http://"+address+"/", nil); response.StatusCode != 200 {
		t.Errorf("then: %d", response.StatusCode)
	}
}

func TestBodiesAreBoundedWithAndWithoutALength(t *testing.T) {
	address, _ := serve(t, httpserver.Config{}, handle)
	long := strings.Repeat("x", 1001)
	for name, body := range map[string]io.Reader{"with": strings.NewReader(long), "without": io.MultiReader(strings.NewReader(long))} {
		response, text := do(t, http.MethodPost, "http://"+address+"/read", body)
		if response.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(text, "1000 bytes") {
			t.Errorf("%s a length: %d %s", name, response.StatusCode, text)
		}
	}
	if response, _ := do(t, http.MethodPost, "http://"+address+"/read", strings.NewReader(long[:1000])); response.StatusCode != 200 {
		t.Errorf("at the limit: %d", response.StatusCode)
	}
}

func TestHeadersAreBounded(t *testing.T) {
	address, _ := serve(t, httpserver.Config{}, handle)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() {
		// The server may hang up before all of it is written.
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: "+strings.Repeat("x", 2*httpserver.MaxHeaderBytes)+"\r\n\r\n")
	}()
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %d", response.StatusCode)
	}
}

// held says whether the server still holds a connection that sends text after a while.
func held(t *testing.T, address, text string, after time.Duration) bool {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(after)); err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(io.Discard, conn)
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func TestSlowClientsAreDropped(t *testing.T) {
	const limit = 100 * time.Millisecond
	cfg := httpserver.Config{ReadHeaderTimeout: limit, ReadTimeout: limit}
	address, _ := serve(t, cfg, handle)
	for name, text := range map[string]string{
		"headers": "GET / HTTP/1.1\r\nHost: x\r\n",
		"body":    "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx",
	} {
		if held(t, address, text, 5*time.Second) {
			t.Errorf("slow %s hold the connection", name)
		}
	}
}

func TestNoDefaultIsWithoutALimit(t *testing.T) {
	server := httpserver.New(nil, httpserver.Config{}, slog.New(slog.DiscardHandler))
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.WriteTimeout <= 0 || server.IdleTimeout <= 0 || server.MaxHeaderBytes <= 0 {
		t.Errorf("%+v", server)
	}
}

func TestAStreamOutlivesTheWriteTimeout(t *testing.T) {
	const limit = 200 * time.Millisecond
	stream := func(lift bool) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if lift {
				if err := httpserver.Stream(w); err != nil {
					t.Error(err)
				}
			}
			for range 4 {
				time.Sleep(limit / 2)
				_, _ = io.WriteString(w, "event\n") // fails once the deadline has passed
				_ = http.NewResponseController(w).Flush()
			}
		}
	}
	events := func(lift bool) int {
		address, _ := serve(t, httpserver.Config{WriteTimeout: limit}, stream(lift))
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(conn) // a cut connection is what is looked for
		return strings.Count(string(text), "event")
	}
	if n := events(true); n != 4 {
		t.Errorf("a stream got %d of 4 events", n)
	}
	if n := events(false); n == 4 {
		t.Error("an ordinary answer has no deadline")
	}
}

// The table of google/rpc/code.proto.
func TestCodesHaveTheHTTPStatusesOfGoogleRPC(t *testing.T) {
	for code, want := range map[fault.Code]int{
		fault.OK:                 200,
		fault.Canceled:           499,
		fault.Unknown:            500,
		fault.InvalidArgument:    400,
		fault.DeadlineExceeded:   504,
		fault.NotFound:           404,
		fault.AlreadyExists:      409,
		fault.PermissionDenied:   403,
		fault.ResourceExhausted:  429,
		fault.FailedPrecondition: 400,
		fault.Aborted:            409,
		fault.OutOfRange:         400,
		fault.Unimplemented:      501,
		fault.Internal:           500,
		fault.Unavailable:        503,
		fault.DataLoss:           500,
		fault.Unauthenticated:    401,
		fault.Code(99):           500,
	} {
		if got := httpserver.Status(code); got != want {
			t.Errorf("%v: %d, want %d", code, got, want)
		}
	}
}

// streaming uses all that frameworks ask of a ResponseWriter by a type assertion.
func streaming(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/flush":
		_, _ = io.WriteString(w, "first")
		w.(http.Flusher).Flush()
		<-r.Context().Done() // the client has seen the first part before the end
	case "/hijack":
		conn, buffer, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = buffer.WriteString("HTTP/1.1 101 Switching Protocols\r\n\r\nhijacked")
		_ = buffer.Flush()
		_ = conn.Close()
	case "/notify":
		gone := w.(interface{ CloseNotify() <-chan bool }).CloseNotify()
		w.(http.Flusher).Flush()
		<-gone
	case "/half":
		_, _ = io.WriteString(w, "half of it")
		_ = http.NewResponseController(w).Flush()
		panic("secret state")
	}
}

func TestWhatFrameworksAskOfTheResponseWriterWorks(t *testing.T) {
	address, log := serve(t, httpserver.Config{}, streaming)
	for path, want := range map[string]string{"/flush": "first", "/hijack": "hijacked", "/notify": ""} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		reader := bufio.NewReader(conn)
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		got := make([]byte, len(want))
		source := response.Body
		if response.StatusCode == http.StatusSwitchingProtocols {
			source = io.NopCloser(reader)
		}
		if _, err := io.ReadFull(source, got); err != nil || string(got) != want {
			t.Errorf("%s: %q %v", path, got, err)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		log.await(t, `"path":"`+path+`"`)
	}
	if !strings.Contains(log.String(), `"status":101`) {
		t.Errorf("a hijacked connection was logged with another status: %s", log)
	}
}

func TestAPanicAfterTheResponseHasBegunClosesTheConnection(t *testing.T) {
	address, log := serve(t, httpserver.Config{}, streaming)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/half", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if text, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the response ended as if it were whole: %q", text)
	}
	log.await(t, `"status":500`)
}

func TestADrainAsksClientsToCloseTheirConnections(t *testing.T) {
	tel, err := telemetry.New(t.Context(), telemetry.Config{Service: "test"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var draining atomic.Bool
	handler := httpserver.Chain(tel, draining.Load, httpserver.Limits{MaxBodyBytes: 1000}, http.HandlerFunc(handle))
	address := serveHandler(t, httpserver.Config{}, &syncBuffer{}, handler)
	for _, drain := range []bool{false, true} {
		draining.Store(drain)
		if response, _ := do(t, http.MethodGet, "http://"+address+"/", nil); response.Close != drain {
			t.Errorf("draining %v: the connection closes: %v", drain, response.Close)
		}
	}
}
