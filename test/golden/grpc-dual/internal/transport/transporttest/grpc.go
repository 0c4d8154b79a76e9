package transporttest

import (
	"context"
	"errors"
	"io"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"example.com/orders/client"
	"example.com/orders/internal/fault"
)

// grpcWire calls every method as a stream, which unary methods can't tell from a call.
func grpcWire(t testing.TB, address string) Wire {
	conn, err := client.Dial("dns:///"+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // nothing uses it any more
	kind := &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}
	return Wire{Protocol: "grpc", call: func(ctx context.Context, procedure string, req, resp proto.Message) (int, error) {
		ctx, cancel := context.WithTimeout(ctx, client.Timeout)
		defer cancel()
		stream, err := conn.NewStream(ctx, kind, procedure)
		if err != nil {
			return 0, toFault(err)
		}
		// A method that has answered already makes sending fail; receiving says how.
		if err := stream.SendMsg(req); err != nil && !errors.Is(err, io.EOF) {
			return 0, toFault(err)
		}
		if err := stream.CloseSend(); err != nil {
			return 0, toFault(err)
		}
		for received := 0; ; received++ {
			switch err := stream.RecvMsg(resp); {
			case errors.Is(err, io.EOF):
				return received, nil
			case err != nil:
				return received, toFault(err)
			}
		}
	}}
}

func toFault(err error) error {
	return fault.Wrap(fault.Code(status.Code(err)), status.Convert(err).Message(), err)
}
