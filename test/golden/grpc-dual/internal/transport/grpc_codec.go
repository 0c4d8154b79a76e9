package transport

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"

	"example.com/orders/internal/fault"
)

// serverCodec is gRPC's own for protobuf, and hands over the bytes of a request where it is asked for undecoded. A request
// that can't be decoded is the caller's fault: gRPC by itself answers INTERNAL to it, before anybody can answer better.
type serverCodec struct{ encoding.CodecV2 }

func newServerCodec() serverCodec { return serverCodec{encoding.GetCodecV2(proto.Name)} }

// undecoded is the bytes of a request.
type undecoded struct{ data mem.BufferSlice }

// Unmarshal decodes data into message.
func (c serverCodec) Unmarshal(data mem.BufferSlice, message any) error {
	if u, ok := message.(*undecoded); ok {
		data.Ref()
		u.data = data
		return nil
	}
	return c.CodecV2.Unmarshal(data, message)
}

// receive reads a request with receive, which is gRPC's, and decodes it into message.
func (c serverCodec) receive(receive func(any) error, message any) error {
	var u undecoded
	if err := receive(&u); err != nil {
		return received(err)
	}
	defer u.data.Free()
	if err := c.Unmarshal(u.data, message); err != nil {
		return fault.Wrap(fault.InvalidArgument, "the request can't be decoded", err)
	}
	return nil
}
