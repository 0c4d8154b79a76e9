// Command bare answers the benchmark's method by gRPC-Go as it comes.
package main

import (
	"context"
	"fmt"
	"log"
	"net"

	"google.golang.org/grpc"

	echov1 "gomicro.example/echo/gen/echo/v1"
)

type service struct {
	echov1.UnimplementedEchoServiceServer
}

func (service) Say(_ context.Context, req *echov1.SayRequest) (*echov1.SayResponse, error) {
	return &echov1.SayResponse{Text: req.GetText(), Count: req.GetCount()}, nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	server := grpc.NewServer()
	echov1.RegisterEchoServiceServer(server, service{})
	log.Fatal(server.Serve(listener))
}
