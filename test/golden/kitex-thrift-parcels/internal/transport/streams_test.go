package transport

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/gopkg/bufiox"
	"github.com/cloudwego/gopkg/protocol/thrift"
	"github.com/cloudwego/gopkg/protocol/ttheader"
	kitexclient "github.com/cloudwego/kitex/client"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/serviceinfo"
	"github.com/cloudwego/kitex/pkg/streaming"
	"go.opentelemetry.io/otel/trace"

	"example.com/orders/client"
	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/call"
)

// serveStream is the stream called method of probeService.
func serveStream(ctx context.Context, p *probeService, method string, s streaming.ServerStream) error {
	in := &text{}
	switch method {
	case "Talk":
		for {
			if err := s.RecvMsg(ctx, in); err != nil {
				return ended(err)
			}
			out, err := p.answer(ctx, in)
			if err != nil {
				return err
			}
			if err := s.SendMsg(ctx, out); err != nil {
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
	case "Refuse": // before it reads anything
		return fault.New(fault.NotFound, "no such thing")
	case "Flood": // sends until it can't
		p.entered <- ctx
		for {
			if err := s.SendMsg(ctx, &text{strings.Repeat("x", 1<<16)}); err != nil {
				return err
			}
		}
	default: // "Hold"
		p.entered <- ctx
		return s.RecvMsg(ctx, in)
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
	info := probeInfo("Echo")
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
			return serveStream(ctx, handler.(*probeService), method, s)
		}
		info.Methods[method] = serviceinfo.NewMethodInfo(handler, newWrapped, newWrapped, false, serviceinfo.WithStreamingMode(kind))
	}
	return info
}

var streamMethods = []string{"Talk", "Collect", "Watch", "Refuse", "Flood", "Hold"}

// startStreams serves the streams of the probe until the test ends.
func startStreams(t *testing.T, change func(*call.Config), adjust ...func(*Server)) *running {
	t.Helper()
	return startInfo(t, streamInfo(streamMethods...), change, adjust...)
}

// dialStreams returns a client with the options that this service hands out.
func (r *running) dialStreams(t *testing.T) kitexclient.Client {
	t.Helper()
	return dial(t, streamInfo(append(streamMethods, "Unknown")...), client.Options(r.address))
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
	r := startStreams(t, nil)
	c := r.dialStreams(t)
	for method, want := range map[string]string{"Talk": "ab,cd", "Collect": "abcd", "Watch": "a,b"} {
		s := open(t.Context(), t, c, method)
		if send(t, s, "ab"); method != "Watch" {
			send(t, s, "cd")
		}
		closeSend(t, s)
		values, err := received(s)
		if got := strings.Join(values, ","); err != nil || got != want {
			t.Errorf("%s sent %q, %v, want %q", method, got, err, want)
		}
		r.log.await(t, `"msg":"request"`, "Probe/"+method, `"code":"OK"`)
	}
	if err := echo(t.Context(), c, "hello"); err != nil {
		t.Errorf("a call beside the streams: %v", err)
	}
}

func TestEveryThriftStreamIsAnsweredTracedAndLogged(t *testing.T) {
	r := startStreams(t, nil)
	c := r.dialStreams(t)
	for _, test := range []struct {
		name, method string
		message      any
		code         fault.Code
		text         string
	}{
		{"a good one", "Talk", &text{"hello"}, fault.OK, ""},
		{"a refused one", "Talk", &text{"missing"}, fault.NotFound, "no such thing"},
		{"one without its request", "Watch", nil, fault.InvalidArgument, "the request is missing"},
		{"one that breaks a rule", "Talk", &text{"invalid"}, fault.InvalidArgument, "value: is invalid"},
		{"one that can't be decoded", "Talk", &garbage{}, fault.InvalidArgument, "the request can't be decoded"},
		{"an unexpected error", "Talk", &text{"broken"}, fault.Internal, "internal error"},
		{"a status of another service", "Talk", &text{"foreign"}, fault.Internal, "internal error"},
		{"a fault around a status of another service", "Talk", &text{"away"}, fault.Unavailable, "billing is away"},
		{"a panic", "Talk", &text{"panic"}, fault.Internal, "internal error"},
		{"a message over the limit", "Talk", &text{strings.Repeat("x", 1001)}, fault.ResourceExhausted, "the message is larger than 1000 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t.Context(), t, c, test.method)
			if test.message != nil {
				_ = s.SendMsg(t.Context(), test.message) // fails when the answer is there already
			}
			closeSend(t, s)
			_, err := received(s)
			if code, text := statusOf(t, err); code != test.code || text != test.text {
				t.Errorf("ended with %v %q, want %v %q", code, text, test.code, test.text)
			}
			header, err := s.Header()
			if err != nil || len(header[traceHeader]) != 32 {
				t.Errorf("the header is %v, %v", header, err)
			}
			r.log.await(t, `"msg":"request"`, `"code":"`+test.code.String()+`"`, "Probe/"+test.method, header[traceHeader], `"peer":"127.0.0.1:`)
		})
	}
	r.log.await(t, `"msg":"request"`, "row 7 of table secret") // the log has what the caller does not see
	r.log.await(t, `"msg":"panic"`, "secret state", "trace_id")
}

func TestViolationsOfStreamsReachTheCallerByField(t *testing.T) {
	s := open(t.Context(), t, startStreams(t, nil).dialStreams(t), "Talk")
	send(t, s, "violations")
	_, err := received(s)
	if status, ok := kerrors.FromBizStatusError(err); !ok || status.BizExtra()["count"] != "is 0" {
		t.Errorf("ended with %v", err)
	}
}

func TestAStreamThatIsNotThereIsAnsweredAndCounted(t *testing.T) {
	r := startStreams(t, nil)
	c := r.dialStreams(t)
	s := open(t.Context(), t, c, "Unknown")
	_ = s.SendMsg(t.Context(), &text{}) // fails when the answer is there already
	if _, err := received(s); err == nil || !strings.Contains(err.Error(), "unknown stream Probe.Unknown") {
		t.Errorf("ended with %v", err)
	}
	r.log.await(t, `"msg":"request"`, "Probe/Unknown", "UNIMPLEMENTED")
	unary := dial(t, probeInfo("Talk"), client.Options(r.address))
	_, err := answered(t, unary, "Talk", &wrapped{&text{"hello"}})
	if code, _ := statusOf(t, err); code != fault.Unimplemented {
		t.Errorf("a call of a stream was answered %v", err)
	}
	r.log.await(t, `"msg":"request"`, "Probe/Talk", "UNIMPLEMENTED")
	r.counts(t, "_OTHER", "Probe/Talk")
}

func TestAStreamContinuesTheTraceOfItsCaller(t *testing.T) {
	r := startStreams(t, nil)
	id := trace.TraceID{1, 15: 2}
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{1}, TraceFlags: 1})
	s := open(trace.ContextWithSpanContext(t.Context(), span), t, r.dialStreams(t), "Talk")
	send(t, s, "one")
	closeSend(t, s)
	if header, err := s.Header(); err != nil || header[traceHeader] != id.String() {
		t.Errorf("the header is %v, %v", header, err)
	}
	if _, err := received(s); err != nil {
		t.Error(err)
	}
	r.log.await(t, `"msg":"request"`, "Probe/Talk", id.String())
}

func TestAnInterceptorGuardsEveryThriftStream(t *testing.T) {
	r := startStreams(t, func(cfg *call.Config) { cfg.Interceptors = []call.Interceptor{wantToken} })
	c := r.dialStreams(t)
	for _, method := range streamMethods {
		s := open(t.Context(), t, c, method)
		_ = s.SendMsg(t.Context(), &garbage{}) // refused before it is decoded
		_, err := received(s)
		if code, _ := statusOf(t, err); code != fault.Unauthenticated {
			t.Errorf("%s without a token: %v", method, err)
		}
	}
	s := open(metainfo.WithValue(t.Context(), "x-token", "good"), t, c, "Talk")
	send(t, s, "hello")
	closeSend(t, s)
	if values, err := received(s); err != nil || len(values) != 1 {
		t.Errorf("with a token: %q %v", values, err)
	}
}

func TestInterceptorsSeeTheMessagesOfAStreamBeforeValidation(t *testing.T) {
	var stages stageLog
	s := open(t.Context(), t, startStreams(t, stages.record).dialStreams(t), "Watch")
	send(t, s, "")
	closeSend(t, s)
	if _, err := received(s); err != nil {
		t.Fatal(err)
	}
	stages.mu.Lock()
	defer stages.mu.Unlock()
	want := []string{"first receives", "second receives", "validation", "second ends", "first ends"}
	if len(stages.stages) != 7 || !slices.Equal(stages.stages[2:], want) {
		t.Errorf("the stages were %q", stages.stages)
	}
}

func TestHeadersCrossAStreamBothWays(t *testing.T) {
	ctx := metainfo.WithValue(t.Context(), "x-question", "what of ")
	s := open(ctx, t, startStreams(t, nil).dialStreams(t), "Talk")
	send(t, s, "header")
	closeSend(t, s)
	if header, err := s.Header(); err != nil || header["x-answer"] != "what of /Probe/Talk" {
		t.Errorf("the header is %v, %v", header, err)
	}
}

func TestTheHandlerOfAStreamEndsWithItsCaller(t *testing.T) {
	r := startStreams(t, nil)
	c := r.dialStreams(t)
	for name, end := range map[string]func(cancel func()){
		"DEADLINE_EXCEEDED": func(func()) {},
		"CANCELLED":         func(cancel func()) { cancel() },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		s := open(ctx, t, c, "Talk")
		send(t, s, "wait")
		handler := <-r.service.entered
		if end(cancel); name == "CANCELLED" {
			_, _ = received(s) // Kitex' client tells the server while it receives
		}
		select {
		case <-handler.Done():
		case <-time.After(5 * time.Second):
			t.Errorf("%s, and the handler goes on", name)
		}
		cancel()
		r.log.await(t, `"msg":"request"`, name)
	}
	raw := r.connect(t)
	write(t, raw, opening(1, "Hold"))
	handler := <-r.service.entered
	_ = raw.Close()
	<-handler.Done()
	r.log.await(t, `"msg":"request"`, "Probe/Hold", "CANCELLED")
}

func TestADrainEndsStreamsAndTellsTheirCallers(t *testing.T) {
	r := startStreams(t, nil)
	raw := r.connect(t) // a connection without streams
	write(t, raw, opening(1, "Watch"), frame{stream: 1, kind: ttheader.FrameTypeTrailer})
	reader := bufiox.NewDefaultReader(raw)
	read(t, reader, ttheader.FrameTypeTrailer)
	s := open(t.Context(), t, r.dialStreams(t), "Talk")
	send(t, s, "wait")
	<-r.service.entered
	began := time.Now()
	if err := r.stop(10 * time.Second); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("the shutdown took %v", took)
	}
	_, err := received(s)
	if code, _ := statusOf(t, err); code != fault.Unavailable {
		t.Errorf("ended with %v", err)
	}
	if _, err := readFrame(reader, 0); !errors.Is(err, io.EOF) {
		t.Errorf("the connection without streams: %v", err)
	}
}

func TestADrainEndsStreamsWhoseClientsDoNotRead(t *testing.T) {
	r := startStreams(t, nil)
	for i := range int32(3) {
		write(t, r.connect(t), opening(i, "Flood"))
		<-r.service.entered
	}
	time.Sleep(time.Second) // until the buffers of the connections are full
	began := time.Now()
	if err := r.stop(10 * time.Second); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("the shutdown took %v", took)
	}
	r.log.await(t, `"msg":"request"`, "Probe/Flood", "UNAVAILABLE")
}

func TestAStreamWhoseClientDoesNotReadEnds(t *testing.T) {
	r := startStreams(t, nil, func(s *Server) { s.connections.timeouts.write = 50 * time.Millisecond })
	write(t, r.connect(t), opening(1, "Flood"))
	<-r.service.entered
	r.log.await(t, `"msg":"request"`, "Probe/Flood", "DEADLINE_EXCEEDED")
}

func TestALargeMessageEndsItsStreamAlone(t *testing.T) {
	r := startStreams(t, nil)
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	write(t, raw, opening(1, "Talk"), frame{stream: 1, kind: ttheader.FrameTypeData, payload: make([]byte, 1<<20)})
	last := read(t, in, ttheader.FrameTypeTrailer)
	if last.stream != 1 || last.strings["biz-message"] != "the message is larger than 1000 bytes" {
		t.Errorf("stream %d ended with %v", last.stream, last.strings)
	}
	small := frame{stream: 2, kind: ttheader.FrameTypeData, payload: thrift.FastMarshal(&text{"one"})}
	write(t, raw, opening(2, "Talk"), small)
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
	r := startStreams(t, nil)
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	for i := range int32(maxConcurrentStreams + 1) {
		write(t, raw, opening(i, "Talk"))
	}
	write(t, raw, frame{stream: maxConcurrentStreams, kind: ttheader.FrameTypeTrailer})
	if last := read(t, in, ttheader.FrameTypeTrailer); last.stream != maxConcurrentStreams || last.strings["biz-status"] != "8" {
		t.Errorf("stream %d ended with %v", last.stream, last.strings)
	}
}

func TestAConnectionEndsWhoseClientIgnoresTheBound(t *testing.T) {
	m := &multiplexed{streams: newStreams(idleServer(t)), open: make(map[int32]*stream)}
	for i := range int32(2 * maxConcurrentStreams) {
		m.open[i] = nil
	}
	if err := m.begin(t.Context(), opening(-1, "Talk")); !errors.Is(err, errTooMany) {
		t.Errorf("another stream: %v", err)
	}
}

func TestAnAnswerWaitsForTheClientToSayMoreButNotForLong(t *testing.T) {
	r := startStreams(t, nil)
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	began := time.Now()
	write(t, raw, opening(1, "Refuse"), opening(2, "Refuse"), frame{stream: 2, kind: ttheader.FrameTypeTrailer})
	if first := read(t, in, ttheader.FrameTypeTrailer); first.stream != 2 {
		t.Errorf("stream %d was answered first", first.stream)
	}
	if last := read(t, in, ttheader.FrameTypeTrailer); last.stream != 1 || time.Since(began) < silence {
		t.Errorf("stream %d was answered after %v", last.stream, time.Since(began))
	}
}

func TestAConnectionIsIdleWithoutStreamsAlone(t *testing.T) {
	idle := 50 * time.Millisecond
	r := startStreams(t, nil, func(s *Server) { s.connections.timeouts.idle = idle })
	raw := r.connect(t)
	in := bufiox.NewDefaultReader(raw)
	write(t, raw, opening(1, "Hold"))
	<-r.service.entered
	time.Sleep(3 * idle)
	write(t, raw, frame{stream: 1, kind: ttheader.FrameTypeTrailer})
	read(t, in, ttheader.FrameTypeTrailer)
	if _, err := readFrame(in, 0); !errors.Is(err, io.EOF) {
		t.Errorf("the idle connection: %v", err)
	}
}

func TestBytesThatAreNoFrameEndTheConnection(t *testing.T) {
	r := startStreams(t, nil, func(s *Server) { s.connections.timeouts.read = 50 * time.Millisecond })
	for name, sent := range map[string][]byte{
		"half a frame":    encoded(t, opening(2, "Talk"))[:20],
		"another message": append(encoded(t, opening(2, "Talk")), "GET / HTTP/1.1\r\n\r\n"...),
		"a second start":  append(encoded(t, opening(2, "Talk")), encoded(t, opening(2, "Talk"))...),
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
		r := startStreams(t, nil)
		raw := r.connect(t)
		write(t, raw, opening(1, "Talk"), opening(2, "Talk"), frame{stream: 1, kind: ttheader.FrameTypeTrailer})
		read(t, bufiox.NewDefaultReader(raw), ttheader.FrameTypeTrailer)
		if err := r.stop(10 * time.Second); err != nil {
			t.Fatal(err)
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
