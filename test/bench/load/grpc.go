package main

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	echov1 "gomicro.example/echo/gen/echo/v1"
)

func dialGRPC(ctx context.Context, address string) (caller, error) {
	conn, err := grpc.NewClient("passthrough:///"+address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	client := echov1.NewEchoServiceClient(conn)
	return func() error {
		request := &echov1.SayRequest{Text: "a text of some forty characters, as is", Count: 42}
		answer, err := client.Say(ctx, request)
		if err != nil {
			return err
		}
		if answer.GetText() != request.GetText() || answer.GetCount() != request.GetCount() {
			return fmt.Errorf("answer %v", answer)
		}
		return nil
	}, nil
}
