// A Kitex client for the tests: opens every stream of a service, sends what it can, and writes how each ended.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/cloudwego/kitex/pkg/kerrors"
	"github.com/cloudwego/kitex/pkg/streaming"

	"gomicro.example/service/client"
	"gomicro.example/service/gen/acme/base"
	"gomicro.example/service/gen/acme/chat/v1"
	service "gomicro.example/service/gen/acme/chat/v1/chat"
)

type outcome struct {
	Method  string `json:"method"`
	Code    int32  `json:"code"` // 0, a business status, or -1 for what is none
	Message string `json:"message"`
	TraceID string `json:"traceId"`
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address string) error {
	c, err := service.NewClient("service", client.Options(address)...)
	if err != nil {
		return err
	}
	line := &v1.Line{Author: &v1.Author{}}
	chat, err := c.Chat(ctx)
	if err != nil {
		return err
	}
	_ = chat.Send(ctx, line) // fails when the answer is there already
	_, err = chat.Recv(ctx)
	report("Chat", chat, err)

	upload, err := c.Upload(ctx)
	if err != nil {
		return err
	}
	_ = upload.Send(ctx, line)
	_, err = upload.CloseAndRecv(ctx)
	report("Upload", upload, err)

	watch, err := c.WatchRoom(ctx, &base.Room{})
	if err != nil {
		return err
	}
	_, err = watch.Recv(ctx)
	report("watch_room", watch, err)

	news, err := c.News_(ctx, &base.Room{})
	if err != nil {
		return err
	}
	_, err = news.Recv(ctx)
	report("News", news, err)
	return nil
}

func report(method string, stream streaming.ClientStream, err error) {
	header, _ := stream.Header()
	result := outcome{Method: method, TraceID: header["x-trace-id"]}
	if status, ok := kerrors.FromBizStatusError(err); ok {
		result.Code, result.Message = status.BizStatusCode(), status.BizMessage()
	} else if err != nil {
		result.Code, result.Message = -1, err.Error()
	}
	_ = json.NewEncoder(os.Stdout).Encode(result)
}
