package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"github.com/cloudwego/gopkg/protocol/ttheader"
	"github.com/cloudwego/kitex/pkg/endpoint"
	"github.com/cloudwego/kitex/pkg/remote"

	"gomicro.example/service/internal/fault"
)

const (
	// maxConcurrentStreams is per connection; without it one client can open streams until memory ends.
	maxConcurrentStreams = 100
	// lastFrames bounds each write of a drain: to a client that does not read, nothing more can be sent.
	lastFrames = 500 * time.Millisecond
)

var (
	errNoStreams = errors.New("a connection for calls")
	errHungUp    = fault.New(fault.Canceled, "the caller hung up")
	errDraining  = fault.New(fault.Unavailable, "the server is shutting down")
	errTooMany   = fault.New(fault.ResourceExhausted, fmt.Sprintf("a connection has %d streams already", maxConcurrentStreams))
)

// streams serves connections that carry TTHeader streams. It replaces Kitex' own handler, which needs connections of
// netpoll, keeps the messages that a client sends without a bound, and does not answer a call of an unknown method.
type streams struct {
	connections *connections
	recorder    *recorder
	log         *slog.Logger
	maxBytes    int // of a message
	draining    context.Context
	options     *remote.ServerOption
	invoke      endpoint.Endpoint
}

func newStreams(s *Server) *streams {
	return &streams{
		connections: s.connections, recorder: s.recorder, log: s.deps.Log,
		maxBytes: int(s.deps.MaxRequestBytes), draining: s.deps.Pipeline.Draining(),
	}
}

// NewTransHandler makes streams the factory of itself; Kitex calls it once.
func (s *streams) NewTransHandler(options *remote.ServerOption) (remote.ServerTransHandler, error) {
	s.options = options
	return s, nil
}

// SetInvokeHandleFunc is called with what runs the middleware and the handler.
func (s *streams) SetInvokeHandleFunc(invoke endpoint.Endpoint) { s.invoke = invoke }

// ProtocolMatch returns nil for a connection whose first frame is one of a stream.
func (s *streams) ProtocolMatch(_ context.Context, c net.Conn) error {
	conn, ok := c.(*conn)
	if !ok {
		return errNoStreams
	}
	head, err := conn.Reader().Peek(8)
	if err != nil {
		return err
	}
	if !ttheader.IsStreaming(head) {
		return errNoStreams
	}
	return nil
}

// OnActive is called after ProtocolMatch.
func (s *streams) OnActive(ctx context.Context, _ net.Conn) (context.Context, error) { return ctx, nil }

// OnRead serves a connection to its end.
func (s *streams) OnRead(ctx context.Context, c net.Conn) error {
	conn, ok := c.(*conn)
	if !ok {
		return errNoStreams
	}
	m := &multiplexed{
		streams: s, conn: conn, open: make(map[int32]*stream),
		frames: &frameWriter{out: conn.Writer(), conn: conn},
	}
	err := m.serve(ctx)
	_ = conn.Close() // closed already, or of no use
	m.endAll()
	m.running.Wait()
	for _, end := range []error{io.EOF, net.ErrClosed, os.ErrDeadlineExceeded} {
		if errors.Is(err, end) {
			return nil
		}
	}
	return err
}

// OnInactive is called after OnRead.
func (s *streams) OnInactive(context.Context, net.Conn) {}

// OnError is called when OnRead fails.
func (s *streams) OnError(ctx context.Context, err error, conn net.Conn) {
	s.log.DebugContext(ctx, "streams", "error", err, "peer", conn.RemoteAddr())
}

// Read belongs to calls.
func (s *streams) Read(ctx context.Context, _ net.Conn, _ remote.Message) (context.Context, error) {
	return ctx, nil
}

// Write belongs to calls.
func (s *streams) Write(ctx context.Context, _ net.Conn, _ remote.Message) (context.Context, error) {
	return ctx, nil
}

// OnMessage belongs to calls.
func (s *streams) OnMessage(ctx context.Context, _, _ remote.Message) (context.Context, error) {
	return ctx, nil
}

// SetPipeline belongs to calls.
func (s *streams) SetPipeline(*remote.TransPipeline) {}

// multiplexed is a connection and the streams on it.
type multiplexed struct {
	*streams
	conn    *conn
	frames  *frameWriter
	running sync.WaitGroup

	mu      sync.Mutex
	open    map[int32]*stream
	waiting bool // for a frame to begin
	over    bool // nothing more is sent
}

// serve reads frames until the connection ends.
func (m *multiplexed) serve(ctx context.Context) error {
	defer context.AfterFunc(m.draining, m.closeSoon)()
	for {
		if err := m.await(); err != nil {
			return err
		}
		f, err := readFrame(m.conn.Reader(), m.maxBytes)
		if err != nil {
			return err
		}
		if err := m.dispatch(ctx, f); err != nil {
			return err
		}
	}
}

// await blocks until a frame begins: without a time limit while there are streams, else for as long as a connection may be
// idle.
func (m *multiplexed) await() error {
	m.setWaiting(true)
	_, err := m.conn.Reader().Peek(1)
	m.setWaiting(false)
	return err
}

func (m *multiplexed) setWaiting(waiting bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting = waiting
	if m.over {
		return // with the deadline that hangUp set
	}
	var deadline time.Time
	switch {
	case !waiting:
		deadline = time.Now().Add(m.connections.timeouts.read)
	case len(m.open) == 0:
		deadline = time.Now().Add(m.connections.timeouts.idle)
	}
	_ = m.conn.SetReadDeadline(deadline) // fails on a closed connection, as reading does then
}

func (m *multiplexed) dispatch(ctx context.Context, f frame) error {
	s := m.find(f.stream)
	if s != nil {
		s.hear()
	}
	switch f.kind {
	case ttheader.FrameTypeHeader:
		if s != nil {
			return fmt.Errorf("%w: stream %d begins twice", errFrame, f.stream)
		}
		return m.begin(ctx, f)
	case ttheader.FrameTypeData:
		switch {
		case s == nil: // it has ended meanwhile
		case f.tooLarge:
			s.inbox.end(fault.New(fault.ResourceExhausted, fmt.Sprintf("the message is larger than %d bytes", m.maxBytes)))
		default:
			s.inbox.put(s.ctx, f.payload)
		}
	case ttheader.FrameTypeTrailer:
		if s != nil {
			s.inbox.end(io.EOF)
		}
	case ttheader.FrameTypeRst:
		if s != nil {
			s.cancel(errHungUp)
		}
	case ttheader.FrameTypeMeta:
	default:
		return fmt.Errorf("%w: type %q", errFrame, f.kind)
	}
	return nil
}

func (m *multiplexed) find(id int32) *stream {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.open[id]
}

func (m *multiplexed) begin(ctx context.Context, opening frame) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var refusal *fault.Error
	switch {
	case m.draining.Err() != nil:
		refusal = errDraining
	case len(m.open) >= 2*maxConcurrentStreams:
		return errTooMany // it does not read what it is told
	case len(m.open) >= maxConcurrentStreams:
		refusal = errTooMany
	}
	s := newStream(ctx, m.frames, opening, m.maxBytes)
	m.open[opening.stream] = s
	m.running.Go(func() {
		defer m.forget(s)
		defer context.AfterFunc(m.draining, func() { s.cancel(errDraining) })()
		m.run(s, opening, refusal)
	})
	return nil
}

// forget lets the connection be idle after its last stream.
func (m *multiplexed) forget(s *stream) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.cancel(context.Canceled)
	delete(m.open, s.id)
	switch {
	case len(m.open) > 0:
	case m.draining.Err() != nil:
		m.hangUp()
	case m.waiting:
		_ = m.conn.SetReadDeadline(time.Now().Add(m.connections.timeouts.idle)) // fails on a closed connection
	}
}

// closeSoon closes a connection without streams in a drain: after a moment, because streams on their way would be reset.
func (m *multiplexed) closeSoon() {
	m.conn.shortenWrites(lastFrames)
	time.Sleep(m.connections.timeouts.lastCalls)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.open) == 0 {
		m.hangUp()
	}
}

// shortenWrites sets a shorter write timeout, for a write in progress too.
func (c *conn) shortenWrites(timeout time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writeTimeout = timeout
	_ = c.SetWriteDeadline(time.Now().Add(timeout)) // fails on a closed connection, as writing does
}

// hangUp tells the client that nothing more comes, and gives it a moment to do the same: closing at once would reset the
// connection, and the client would lose what it has not read yet.
func (m *multiplexed) hangUp() {
	m.over = true
	if half, ok := m.conn.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite() // fails on a closed connection
	}
	_ = m.conn.SetReadDeadline(time.Now().Add(m.connections.timeouts.lastCalls)) // then serve ends
}

func (m *multiplexed) endAll() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.open {
		s.cancel(errHungUp)
	}
}
