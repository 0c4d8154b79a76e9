package transport

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/cloudwego/gopkg/bufiox"
	"github.com/cloudwego/gopkg/protocol/ttheader"
)

// frame is one message of TTHeader streaming. A stream is a header frame, data frames and a trailer frame each way; an
// rst frame ends both ways at once.
type frame struct {
	stream  int32
	kind    string // ttheader.FrameTypeHeader and so on
	method  string
	ints    map[uint16]string // of header frames from the client
	strings map[string]string // of header, trailer and rst frames
	payload []byte            // a message in data frames, an exception in trailer and rst frames

	tooLarge bool // the payload was left out
}

var errFrame = errors.New("no frame of TTHeader streaming")

// readFrame reads a whole frame. It makes room for a payload only when its size is at most max bytes.
func readFrame(in bufiox.Reader, max int) (frame, error) {
	head, err := ttheader.Decode(context.Background(), in)
	if err != nil {
		return frame{}, fmt.Errorf("%w: %w", errFrame, err)
	}
	if head.Flags&ttheader.HeaderFlagsStreaming == 0 || head.PayloadLen < 0 {
		return frame{}, errFrame
	}
	f := frame{
		stream: head.SeqID, kind: head.IntInfo[ttheader.FrameType], method: head.IntInfo[ttheader.ToMethod],
		ints: head.IntInfo, strings: head.StrInfo, tooLarge: head.PayloadLen > max,
	}
	if f.tooLarge {
		err = discard(in, head.PayloadLen)
	} else if head.PayloadLen > 0 {
		f.payload = make([]byte, head.PayloadLen)
		_, err = in.ReadBinary(f.payload)
	}
	return f, errors.Join(err, in.Release(nil))
}

// discard skips bytes in steps that the reader's buffer does not grow with.
func discard(in bufiox.Reader, n int) error {
	const step = 8 << 10
	for ; n > 0; n -= step {
		if err := errors.Join(in.Skip(min(n, step)), in.Release(nil)); err != nil {
			return err
		}
	}
	return nil
}

// frameWriter writes the frames of all streams of a connection, whole and one at a time.
type frameWriter struct {
	mu   sync.Mutex
	out  bufiox.Writer
	conn io.Closer // closed when a frame could not be written: what follows would not be understood
}

func (w *frameWriter) write(f frame) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := encodeFrame(w.out, f); err != nil {
		_ = w.conn.Close() // the error says more
		return connectionFault(err)
	}
	return nil
}

func encodeFrame(out bufiox.Writer, f frame) error {
	before := out.WrittenLen()
	size, err := ttheader.Encode(context.Background(), ttheader.EncodeParam{
		Flags:      ttheader.HeaderFlagsStreaming,
		SeqID:      f.stream,
		ProtocolID: ttheader.ProtocolIDThriftStruct,
		IntInfo:    map[uint16]string{ttheader.FrameType: f.kind, ttheader.ToMethod: f.method},
		StrInfo:    f.strings,
	}, out)
	if err != nil {
		return err
	}
	if _, err := out.WriteBinary(f.payload); err != nil {
		return err
	}
	binary.BigEndian.PutUint32(size, uint32(out.WrittenLen()-before-len(size))) //nolint:gosec // far below 4 GiB
	return out.Flush()
}
