package transport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"time"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/gopkg/protocol/thrift"
	"github.com/cloudwego/gopkg/protocol/ttheader"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/remote"
	"github.com/cloudwego/kitex/pkg/remote/transmeta"
	"github.com/cloudwego/kitex/pkg/rpcinfo"
	"github.com/cloudwego/kitex/pkg/serviceinfo"
	"github.com/cloudwego/kitex/pkg/streaming"
	kitextransport "github.com/cloudwego/kitex/transport"

	"gomicro.example/service/internal/fault"
)

// silence is how long awaitClient waits for a client that sends nothing more: it may wait for the answer itself.
const silence = time.Second

// stream is the streaming.ServerStream of one stream.
type stream struct {
	id     int32
	method string
	frames *frameWriter
	inbox  *inbox
	ctx    context.Context
	cancel context.CancelCauseFunc
	heard  chan struct{} // closed by the client's second frame
	hear   func()

	mu      sync.Mutex
	header  streaming.Header // nil once it is sent
	trailer streaming.Trailer
	closed  bool
}

func newStream(ctx context.Context, frames *frameWriter, opening frame, maxBytes int) *stream {
	s := &stream{
		id: opening.stream, method: opening.method, frames: frames, inbox: newInbox(maxBytes),
		heard: make(chan struct{}), header: streaming.Header{}, trailer: streaming.Trailer{},
	}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	s.hear = sync.OnceFunc(func() { close(s.heard) })
	return s
}

// run serves a stream from its first frame to its last.
func (m *multiplexed) run(s *stream, opening frame, refusal *fault.Error) {
	info := m.options.InitOrResetRPCInfoFunc(nil, m.conn.RemoteAddr())
	unknown := m.describe(info, opening)
	ctx := m.options.TracerCtl.DoStart(rpcinfo.NewCtxWithRPCInfo(s.ctx, info), info)
	in := inboundFrom(ctx)
	in.conn = nil
	ctx = m.recorder.begin(ctx, info, opening.strings)
	s.header[traceHeader] = in.call.TraceID()
	var err error
	switch {
	case refusal != nil:
		in.failed = refusal
		err = answer(info, refusal)
	case unknown != nil:
		err = unknown
	default:
		ctx = metainfo.TransferForward(metainfo.SetMetaInfoFromMap(ctx, opening.strings))
		err = m.invoke(ctx, &streaming.Args{ServerStream: s}, nil)
	}
	s.awaitClient()
	err = errors.Join(err, s.finish(info.Invocation().BizStatusErr(), err))
	m.options.TracerCtl.DoFinish(ctx, info, err)
}

// describe fills in which method a stream is for, or returns the error for one that the service does not have.
func (m *multiplexed) describe(info rpcinfo.RPCInfo, opening frame) error {
	name := opening.strings[ttheader.HeaderIDLServiceName]
	invocation, ok := info.Invocation().(rpcinfo.InvocationSetter)
	if !ok {
		return fmt.Errorf("an invocation %T", info.Invocation())
	}
	invocation.SetServiceName(name)
	invocation.SetMethodName(opening.method)
	if config := rpcinfo.AsMutableRPCConfig(info.Config()); config != nil {
		_ = config.SetTransportProtocol(kitextransport.TTHeaderStreaming | kitextransport.TTHeader) // never fails
		if left, err := strconv.ParseInt(opening.ints[transmeta.RPCTimeout], 10, 64); err == nil && left > 0 {
			_ = config.SetRPCTimeout(time.Duration(left) * time.Millisecond) // fails where the server fixes it
		}
	}
	service := m.options.SvcSearcher.SearchService(name, opening.method, false, serviceinfo.Thrift)
	if service == nil {
		return remote.NewTransErrorWithMsg(remote.UnknownService, "unknown service "+name)
	}
	method := service.MethodInfo(context.Background(), opening.method)
	if method == nil || !method.IsStreaming() {
		return remote.NewTransErrorWithMsg(remote.UnknownMethod, "unknown stream "+service.ServiceName+"."+opening.method)
	}
	invocation.SetServiceName(service.ServiceName)
	invocation.SetMethodInfo(method)
	invocation.SetStreamingMode(method.StreamingMode())
	return nil
}

// awaitClient delays the end of a stream until the client has sent a second frame: an end that comes before races with
// Kitex' client, which still sets up the stream.
func (s *stream) awaitClient() {
	select {
	case <-s.heard:
	case <-s.ctx.Done():
	case <-time.After(silence):
	}
}

// RecvMsg waits for the client's next message. It returns io.EOF after the last.
func (s *stream) RecvMsg(ctx context.Context, message any) error {
	payload, err := s.inbox.take(ctx)
	if err != nil {
		return err
	}
	codec, ok := message.(thrift.FastCodec)
	if !ok {
		return fmt.Errorf("%T is no Thrift struct", message)
	}
	if err := thrift.FastUnmarshal(payload, codec); err != nil {
		return fault.Wrap(fault.InvalidArgument, "the request can't be decoded", err)
	}
	return nil
}

// SendMsg sends a message, after the header.
func (s *stream) SendMsg(ctx context.Context, message any) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	codec, ok := message.(thrift.FastCodec)
	if !ok {
		return fmt.Errorf("%T is no Thrift struct", message)
	}
	payload := thrift.FastMarshal(codec)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errStreamEnded
	}
	err := s.sendHeader()
	if err == nil {
		err = s.frames.write(s.frame(ttheader.FrameTypeData, nil, payload))
	}
	if err != nil && errors.Is(context.Cause(ctx), errDraining) {
		return errDraining // which has shortened the time for writing
	}
	return err
}

var errStreamEnded = errors.New("the handler of the stream has returned")

// SetHeader adds to the header, which goes before the first message.
func (s *stream) SetHeader(header streaming.Header) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.header == nil {
		return errors.New("the header of the stream is sent")
	}
	maps.Copy(s.header, header)
	return nil
}

// SendHeader sends the header before there is a message.
func (s *stream) SendHeader(header streaming.Header) error {
	if err := s.SetHeader(header); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sendHeader()
}

func (s *stream) sendHeader() error {
	if s.header == nil {
		return nil
	}
	header := s.header
	s.header = nil
	return s.frames.write(s.frame(ttheader.FrameTypeHeader, header, nil))
}

// SetTrailer adds to the trailer, which goes after the last message.
func (s *stream) SetTrailer(trailer streaming.Trailer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errStreamEnded
	}
	maps.Copy(s.trailer, trailer)
	return nil
}

// finish sends the trailer, with the status or the error.
func (s *stream) finish(status kerrors.BizStatusErrorIface, failure error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	var exception []byte
	switch {
	case failure != nil:
		var err error
		if exception, err = s.exception(failure); err != nil {
			return err
		}
	case status != nil:
		// Kitex' names; its own writer of them is for calls.
		s.trailer["biz-status"] = strconv.Itoa(int(status.BizStatusCode()))
		s.trailer["biz-message"] = status.BizMessage()
		if extra := status.BizExtra(); len(extra) > 0 {
			text, err := json.Marshal(extra)
			if err != nil {
				return err
			}
			s.trailer["biz-extra"] = string(text)
		}
	}
	return errors.Join(s.sendHeader(), s.frames.write(s.frame(ttheader.FrameTypeTrailer, s.trailer, exception)))
}

// exception encodes what the caller sees of an error of Kitex' own.
func (s *stream) exception(failure error) ([]byte, error) {
	id, text := int32(remote.InternalError), fault.Internal.String()
	var sent *remote.TransError
	if errors.As(failure, &sent) {
		id, text = sent.TypeID(), sent.Error()
	}
	return thrift.MarshalFastMsg(s.method, thrift.EXCEPTION, s.id, thrift.NewApplicationException(id, text))
}

func (s *stream) frame(kind string, strings map[string]string, payload []byte) frame {
	return frame{stream: s.id, kind: kind, method: s.method, strings: strings, payload: payload}
}

// receiver returns the function by which a handler reads a stream.
func receiver[M any](ctx context.Context, recv func(context.Context) (*M, error)) func() (*M, error) {
	return func() (*M, error) {
		message, err := recv(ctx)
		if err != nil {
			return nil, err
		}
		return message, nil
	}
}

// sender returns the function by which a handler writes a stream.
func sender[M any](ctx context.Context, send func(context.Context, *M) error) func(*M) error {
	return func(message *M) error { return send(ctx, message) }
}
