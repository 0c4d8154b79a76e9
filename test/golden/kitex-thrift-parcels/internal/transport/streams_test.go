package transport

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/cloudwego/gopkg/bufiox"
	"github.com/cloudwego/gopkg/protocol/thrift"
	"github.com/cloudwego/gopkg/protocol/ttheader"
	kitexclient "github.com/cloudwego/kitex/client"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/serviceinfo"
	"github.com/cloudwego/kitex/pkg/streaming"
	"github.com/cloudwego/kitex/server"
	"go.opentelemetry.io/otel/trace"

	"example.com/orders/client"
	"example.com/orders/internal/fault"
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
	if len(buf) < 8 {
		return 0, io.ErrUnexpectedEOF
	}
	m.value = string(buf[7 : len(buf)-1])
	return len(buf), nil
}

// streamProbe is a service of streams of the tests' own.
type streamProbe struct{ probe }

func (p *streamProbe) serve(ctx context.Context, method string, s streaming.ServerStream) error {
	in := &text{}
	switch method {
	case "Echo":
		for {
			if err := s.RecvMsg(ctx, in); err != nil {
				return ended(err)
			}
			if err := s.SendMsg(ctx, in); err != nil {
				return err
			}
		}
	case "Collect":
		all := ""
		for {
			if err := s.RecvMsg(ctx, in); err != nil {
				return errors.Join(ended(err), s.SendMsg(ctx, &text{all}))
			}
			all += in.value
		}
	case "Watch":
		if err := s.RecvMsg(ctx, in); err != nil {
			return err
		}
		for _, letter := range in.value {
			if err := s.SendMsg(ctx, &text{string(letter)}); err != nil {
				return err
			}
		}
		return nil
	case "Hold":
		p.entered <- ctx
		return s.RecvMsg(ctx, in)
	default:
		return p.call(ctx, method)
	}
}

func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// streamInfo describes the service; clients know a stream that the server does not.
func streamInfo(methods ...string) *serviceinfo.ServiceInfo {
	kinds := map[string]serviceinfo.StreamingMode{
		"Collect": serviceinfo.StreamingClient, "Watch": serviceinfo.StreamingServer,
	}
	info := probeInfo("OK")
	empty := func() any { return &nothing{} }
	for _, method := range methods {
		kind, ok := kinds[method]
		if !ok {
			kind = serviceinfo.StreamingBidirectional
		}
		handler := func(ctx context.Context, handler, arg, _ any) error {
			s, err := streaming.GetServerStreamFromArg(arg)
			if err != nil {
				return err
			}
			return handler.(*streamProbe).serve(ctx, method, s)
		}
		info.Methods[method] = serviceinfo.NewMethodInfo(handler, empty, empty, false, serviceinfo.WithStreamingMode(kind))
	}
	return info
}

var streamMethods = []string{"Echo", "Collect", "Watch", "Hold", "Wait", "Missing", "Invalid", "Broken", "Panic"}

func prepareStreams(t *testing.T) (*running, *streamProbe) {
	t.Helper()
	p := &streamProbe{probe{entered: make(chan context.Context, 1), release: make(chan struct{})}}
	return prepareWith(t, func(deps Deps) (*Server, error) {
		return newServer(deps, func(s server.Server) error {
			info := streamInfo(streamMethods...)
			ok := serviceinfo.NewMethodInfo(func(context.Context, any, any, any) error { return nil },
				func() any { return &nothing{} }, func() any { return &nothing{} }, false)
			info.Methods["OK"] = ok
			return s.RegisterService(info, p)
		})
	}), p
}

func startStreams(t *testing.T) (*running, *streamProbe) {
	t.Helper()
	r, p := prepareStreams(t)
	return serve(t, r), p
}

// dialStreams returns a client with the options that this service hands out.
func (r *running) dialStreams(t *testing.T) kitexclient.Client {
	t.Helper()
	return r.dialInfo(t, streamInfo(append(streamMethods, "Unknown")...))
}

func (r *running) dialInfo(t *testing.T, info *serviceinfo.ServiceInfo) kitexclient.Client {
	t.Helper()
	c, err := kitexclient.NewClient(info, append(client.Options(r.address), kitexclient.WithDestService("probe"))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hangUp(c) })
	return c
}

func open(ctx context.Context, t *testing.T, c kitexclient.Client, method string) streaming.ClientStream {
	t.Helper()
	s, err := c.(kitexclient.Streaming).StreamX(ctx, method)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func send(t *testing.T, s streaming.ClientStream, values ...string) {
	t.Helper()
	for _, value := range values {
		if err := s.SendMsg(s.Context(), &text{value}); err != nil {
			t.Fatal(err)
		}
	}
}

func closeSend(t *testing.T, s streaming.ClientStream) {
	t.Helper()
	if err := s.CloseSend(s.Context()); err != nil {
		t.Fatal(err)
	}
}

// received returns every message up to the end of the stream.
func received(s streaming.ClientStream) ([]string, error) {
	var values []string
	for {
		out := &text{}
		if err := s.RecvMsg(s.Context(), out); err != nil {
			return values, ended(err)
		}
		values = append(values, out.value)
	}
}

func TestStreamsOfEveryKindCarryTheirMessages(t *testing.T) {
	r, _ := startStreams(t)
	c := r.dialStreams(t)
	for method, want := range map[string]string{"Echo": "ab,cd", "Collect": "abcd", "Watch": "a,b"} {
		s := open(t.Context(), t, c, method)
		if send(t, s, "ab"); method != "Watch" {
			send(t, s, "cd")
		}
		closeSend(t, s)
		values, err := received(s)
		if got := strings.Join(values, ","); err != nil || got != want {
			t.Errorf("%s sent %q, %v, want %q", method, got, err, want)
		}
		r.logs.await(t, `"msg":"request"`, "Probe/"+method, `"code":"OK"`)
	}
	if err := call(t.Context(), c, "OK"); err != nil {
		t.Errorf("a call beside the streams: %v", err)
	}
}

func TestErrorsOfStreamsReachTheCallerAsBusinessStatusWithoutInternalText(t *testing.T) {
	r, _ := startStreams(t)
	c := r.dialStreams(t)
	for method, want := range map[string]struct {
		code    fault.Code
		message string
	}{
		"Missing": {fault.NotFound, "no such item"},
		"Invalid": {fault.InvalidArgument, "name: is empty (and 2 more)"},
		"Broken":  {fault.Internal, "internal error"},
		"Panic":   {fault.Internal, "internal error"},
	} {
		s := open(t.Context(), t, c, method)
		send(t, s, "request")
		_, err := received(s)
		status, ok := kerrors.FromBizStatusError(err)
		if !ok || fault.Code(status.BizStatusCode()) != want.code || status.BizMessage() != want.message {
			t.Errorf("%s ended with %v, want %v %q", method, err, want.code, want.message)
		}
		if ok && method == "Invalid" && status.BizExtra()["count"] != "is 0" {
			t.Errorf("%s has no violations: %v", method, status.BizExtra())
		}
	}
	r.logs.await(t, `"msg":"panic"`, "secret text", "trace_id")
}

func TestAStreamThatIsNotThereIsAnsweredAndCounted(t *testing.T) {
	r, _ := startStreams(t)
	c := r.dialStreams(t)
	s := open(t.Context(), t, c, "Unknown")
	_ = s.SendMsg(t.Context(), &text{}) // fails when the answer is there already
	if _, err := received(s); err == nil || !strings.Contains(err.Error(), "unknown stream Probe.Unknown") {
		t.Errorf("ended with %v", err)
	}
	r.logs.await(t, `"msg":"request"`, "Probe/Unknown", "UNIMPLEMENTED")
	err := call(t.Context(), r.dialInfo(t, probeInfo("Echo")), "Echo")
	if status, ok := kerrors.FromBizStatusError(err); !ok || fault.Code(status.BizStatusCode()) != fault.Unimplemented {
		t.Errorf("a call of a stream was answered %v", err)
	}
	r.logs.await(t, `"msg":"request"`, "Probe/Echo", "UNIMPLEMENTED")
	r.counts(t, "_OTHER", "Probe/Echo")
}

func TestStreamsContinueTheCallersTraceAndReturnItsID(t *testing.T) {
	r, _ := startStreams(t)
	id := trace.TraceID{1, 15: 2}
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{1}, TraceFlags: 1})
	s := open(trace.ContextWithSpanContext(t.Context(), span), t, r.dialStreams(t), "Echo")
	send(t, s, "one")
	closeSend(t, s)
	if header, err := s.Header(); err != nil || header[traceHeader] != id.String() {
		t.Errorf("the header is %v, %v", header, err)
	}
	if _, err := received(s); err != nil {
		t.Error(err)
	}
	r.logs.await(t, `"msg":"request"`, "Probe/Echo", id.String(), `"peer":"127.0.0.1:`)
}

func TestAStreamWithoutItsRequestIsRefused(t *testing.T) {
	r, _ := startStreams(t)
	s := open(t.Context(), t, r.dialStreams(t), "Watch")
	closeSend(t, s)
	_, err := received(s)
	if status, ok := kerrors.FromBizStatusError(err); !ok || fault.Code(status.BizStatusCode()) != fault.InvalidArgument {
		t.Errorf("ended with %v", err)
	}
}

func TestTheHandlerOfAStreamEndsWithItsCaller(t *testing.T) {
	r, p := startStreams(t)
	c := r.dialStreams(t)
	for name, end := range map[string]func(cancel func()){
		"the caller's time is out": func(func()) {},
		"the caller cancels":       func(cancel func()) { cancel() },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		s := open(ctx, t, c, "Wait")
		send(t, s, "request")
		handler := <-p.entered
		if end(cancel); name == "the caller cancels" {
			_, _ = received(s) // Kitex' client tells the server while it receives
		}
		select {
		case <-handler.Done():
		case <-time.After(5 * time.Second):
			t.Errorf("%s, and the handler goes on", name)
		}
		cancel()
	}
	raw := r.connect(t)
	write(t, raw, opening(1, "Wait"))
	handler := <-p.entered
	_ = raw.Close()
	<-handler.Done()
}

func TestShutdownEndsStreamsAndTellsTheirCallers(t *testing.T) {
	r, p := prepareStreams(t)
	r.serve(t)
	raw := r.connect(t) // a connection without streams
	write(t, raw, opening(1, "Watch"), frame{stream: 1, kind: ttheader.FrameTypeTrailer})
	reader := bufiox.NewDefaultReader(raw)
	read(t, reader, ttheader.FrameTypeTrailer)
	s := open(t.Context(), t, r.dialStreams(t), "Wait")
	<-p.entered
	send(t, s, "request")
	if shutdown, serve := r.stop(t.Context()); shutdown != nil || serve != nil {
		t.Errorf("Shutdown: %v, Serve: %v", shutdown, serve)
	}
	_, err := received(s)
	if status, ok := kerrors.FromBizStatusError(err); !ok || fault.Code(status.BizStatusCode()) != fault.Unavailable {
		t.Errorf("ended with %v", err)
	}
	if _, err := readFrame(reader, 0); !errors.Is(err, io.EOF) {
		t.Errorf("the connection without streams: %v", err)
	}
}

func TestALargeMessageEndsItsStreamAlone(t *testing.T) {
	r, _ := startStreams(t)
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	write(t, raw, opening(1, "Echo"), frame{stream: 1, kind: ttheader.FrameTypeData, payload: make([]byte, 1<<20)})
	last := read(t, in, ttheader.FrameTypeTrailer)
	if last.stream != 1 || last.strings["biz-message"] != "the message is larger than 1024 bytes" {
		t.Errorf("stream %d ended with %v", last.stream, last.strings)
	}
	small := frame{stream: 2, kind: ttheader.FrameTypeData, payload: thrift.FastMarshal(&text{"one"})}
	write(t, raw, opening(2, "Echo"), small)
	if next := read(t, in, ttheader.FrameTypeData); next.stream != 2 {
		t.Errorf("stream %d goes on", next.stream)
	}
}

func TestNoRoomIsMadeForALargeMessage(t *testing.T) {
	const huge = 1 << 30
	start := encoded(t, frame{stream: 1, kind: ttheader.FrameTypeData, payload: make([]byte, 100)})
	binary.BigEndian.PutUint32(start, huge)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := readFrame(bufiox.NewDefaultReader(bytes.NewReader(start)), 1<<10); err == nil {
		t.Error("the frame is whole")
	}
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > huge/4 {
		t.Errorf("allocated %d MiB", allocated>>20)
	}
}

func TestAConnectionHasABoundOfStreams(t *testing.T) {
	r, _ := startStreams(t)
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	for i := range int32(maxConcurrentStreams + 1) {
		write(t, raw, opening(i, "Echo"))
	}
	write(t, raw, frame{stream: maxConcurrentStreams, kind: ttheader.FrameTypeTrailer})
	if last := read(t, in, ttheader.FrameTypeTrailer); last.stream != maxConcurrentStreams || last.strings["biz-status"] != "8" {
		t.Errorf("stream %d ended with %v", last.stream, last.strings)
	}
}

func TestAConnectionEndsWhoseClientIgnoresTheBound(t *testing.T) {
	m := &multiplexed{streams: newStreams(nil, nil, 0), open: make(map[int32]*stream)}
	for i := range int32(2 * maxConcurrentStreams) {
		m.open[i] = nil
	}
	if err := m.begin(t.Context(), opening(-1, "Echo")); !errors.Is(err, errTooMany) {
		t.Errorf("another stream: %v", err)
	}
}

func TestAnAnswerWaitsForTheClientToSayMoreButNotForLong(t *testing.T) {
	r, _ := startStreams(t)
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	began := time.Now()
	write(t, raw, opening(1, "Missing"), opening(2, "Missing"), frame{stream: 2, kind: ttheader.FrameTypeTrailer})
	if first := read(t, in, ttheader.FrameTypeTrailer); first.stream != 2 {
		t.Errorf("stream %d was answered first", first.stream)
	}
	if last := read(t, in, ttheader.FrameTypeTrailer); last.stream != 1 || time.Since(began) < silence {
		t.Errorf("stream %d was answered after %v", last.stream, time.Since(began))
	}
}

func TestAConnectionIsIdleWithoutStreamsAlone(t *testing.T) {
	r, p := prepareStreams(t)
	r.connections.timeouts.idle = 50 * time.Millisecond
	serve(t, r)
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	write(t, raw, opening(1, "Hold"))
	<-p.entered
	time.Sleep(3 * r.connections.timeouts.idle)
	write(t, raw, frame{stream: 1, kind: ttheader.FrameTypeTrailer})
	read(t, in, ttheader.FrameTypeTrailer)
	if _, err := readFrame(in, 0); !errors.Is(err, io.EOF) {
		t.Errorf("the idle connection: %v", err)
	}
}

func TestBytesThatAreNoFrameEndTheConnection(t *testing.T) {
	r, _ := prepareStreams(t)
	r.connections.timeouts.read = 50 * time.Millisecond
	serve(t, r)
	for name, sent := range map[string][]byte{
		"half a frame":    encoded(t, opening(2, "Echo"))[:20],
		"another message": append(encoded(t, opening(2, "Echo")), "GET / HTTP/1.1\r\n\r\n"...),
		"a second start":  append(encoded(t, opening(2, "Echo")), encoded(t, opening(2, "Echo"))...),
		"a wrong length":  {0, 0, 0, 1, 0x10, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0x10, 0, 0, 0},
	} {
		raw := r.connect(t)
		if err := raw.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := raw.Write(sent); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(raw); errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: the connection stays open", name)
		}
	}
}

func TestStreamsLeaveNoGoroutinesBehind(t *testing.T) {
	cycle := func() {
		r, _ := prepareStreams(t)
		r.serve(t)
		raw := r.connect(t)
		write(t, raw, opening(1, "Echo"), opening(2, "Echo"), frame{stream: 1, kind: ttheader.FrameTypeTrailer})
		read(t, bufiox.NewDefaultReader(raw), ttheader.FrameTypeTrailer)
		if shutdown, serve := r.stop(t.Context()); shutdown != nil || serve != nil {
			t.Fatalf("Shutdown: %v, Serve: %v", shutdown, serve)
		}
	}
	leavesNoGoroutines(t, cycle)
}

func TestAnInboxTakesNoMoreThanItMay(t *testing.T) {
	b := newInbox(10)
	b.put(t.Context(), make([]byte, 100)) // a message alone is never too much
	full := make(chan struct{})
	go func() {
		b.put(t.Context(), make([]byte, 1))
		close(full)
	}()
	select {
	case <-full:
		t.Error("put did not wait")
	case <-time.After(20 * time.Millisecond):
	}
	for _, want := range []int{100, 1} {
		if message, err := b.take(t.Context()); err != nil || len(message) != want {
			t.Errorf("took %d bytes, %v, want %d", len(message), err, want)
		}
	}
	<-full
	b.put(t.Context(), make([]byte, 1))
	b.end(io.EOF)
	if _, err := b.take(t.Context()); err != nil {
		t.Errorf("before the end: %v", err)
	}
	if _, err := b.take(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errDraining)
	b.put(t.Context(), make([]byte, 10))
	b.put(ctx, make([]byte, 10)) // returns
	if _, err := b.take(ctx); !errors.Is(err, errDraining) {
		t.Errorf("after its context: %v", err)
	}
}

func opening(stream int32, method string) frame {
	return frame{
		stream: stream, kind: ttheader.FrameTypeHeader, method: method,
		strings: map[string]string{ttheader.HeaderIDLServiceName: "Probe"},
	}
}

func encoded(t *testing.T, f frame) []byte {
	t.Helper()
	var buffer []byte
	if err := encodeFrame(bufiox.NewBytesWriter(&buffer), f); err != nil {
		t.Fatal(err)
	}
	return buffer
}

func write(t *testing.T, raw net.Conn, frames ...frame) {
	t.Helper()
	for _, f := range frames {
		if _, err := raw.Write(encoded(t, f)); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns the next frame of a kind.
func read(t *testing.T, in *bufiox.DefaultReader, kind string) frame {
	t.Helper()
	for {
		f, err := readFrame(in, 1<<10)
		if err != nil {
			t.Fatal(err)
		}
		if f.kind == kind {
			return f
		}
	}
}
