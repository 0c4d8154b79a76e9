package transport

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/cloudwego/kitex/pkg/remote"
	"github.com/cloudwego/kitex/pkg/remote/codec"

	"example.com/orders/internal/fault"
)

// maxMethodName is far above any name and far below what hurts, in bytes.
const maxMethodName = 1 << 10

// boundedCodec is Kitex' codec with bounds on what a message may make it read. Kitex' own size limit leaves out
// buffered messages and names of methods: twelve bytes that announce a long name allocate 2 GiB.
type boundedCodec struct {
	remote.Codec
	meta remote.MetaDecoder
	max  int
}

func newBoundedCodec(maxBytes int) (*boundedCodec, error) {
	inner := codec.NewDefaultCodec()
	meta, ok := inner.(remote.MetaDecoder)
	if !ok {
		return nil, fmt.Errorf("kitex' codec %T can't decode in two steps", inner)
	}
	return &boundedCodec{Codec: inner, meta: meta, max: maxBytes}, nil
}

// DecodeMeta decodes what is before the message.
func (c *boundedCodec) DecodeMeta(ctx context.Context, message remote.Message, in remote.ByteBuffer) error {
	return c.meta.DecodeMeta(ctx, message, in)
}

// DecodePayload decodes the message, which starts with four bytes of version and the length of the method's name.
func (c *boundedCodec) DecodePayload(ctx context.Context, message remote.Message, in remote.ByteBuffer) error {
	head, err := in.Peek(8)
	if err != nil {
		return fmt.Errorf("read message: %w", err)
	}
	if n := binary.BigEndian.Uint32(head[4:]); n > maxMethodName {
		return fault.New(fault.InvalidArgument, fmt.Sprintf("a method name of %d bytes", n))
	}
	return c.meta.DecodePayload(ctx, message, &boundedBuffer{ByteBuffer: in, max: c.max, left: c.max})
}

// boundedBuffer refuses to read more than a message may have, before memory is set aside for it.
type boundedBuffer struct {
	remote.ByteBuffer
	max, left int
}

func (b *boundedBuffer) check(n int) error {
	if n > b.left {
		err := fault.New(fault.ResourceExhausted, fmt.Sprintf("the message is larger than %d bytes", b.max))
		return remote.NewTransError(remote.ProtocolError, err)
	}
	return nil
}

func (b *boundedBuffer) Peek(n int) ([]byte, error) {
	if err := b.check(n); err != nil {
		return nil, err
	}
	return b.ByteBuffer.Peek(n)
}

func (b *boundedBuffer) Next(n int) ([]byte, error) {
	if err := b.check(n); err != nil {
		return nil, err
	}
	b.left -= n
	return b.ByteBuffer.Next(n)
}

func (b *boundedBuffer) Skip(n int) error {
	if err := b.check(n); err != nil {
		return err
	}
	b.left -= n
	return b.ByteBuffer.Skip(n)
}

func (b *boundedBuffer) ReadBinary(p []byte) (int, error) {
	if err := b.check(len(p)); err != nil {
		return 0, err
	}
	b.left -= len(p)
	return b.ByteBuffer.ReadBinary(p)
}
