// A Kitex client for the tests: calls every method of a service with arguments that are not nil, and writes each outcome.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/kitex/pkg/kerrors"

	"gomicro.example/service/client"
	service "gomicro.example/service/gen/acme/signatures/v1/signatures"
)

type outcome struct {
	Method  string `json:"method"`
	Code    int32  `json:"code"` // 0, a business status, or -1 for what is none
	Message string `json:"message"`
	TraceID string `json:"traceId"`
}

func main() {
	c, err := service.NewClient("service", client.Options(os.Args[1])...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	methods := reflect.TypeFor[service.Client]()
	for i := range methods.NumMethod() {
		if err := out.Encode(call(reflect.ValueOf(c), methods.Method(i))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func call(c reflect.Value, method reflect.Method) outcome {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ctx = metainfo.WithBackwardValues(ctx)
	args := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < method.Type.NumIn()-1; i++ { // the last are options
		arg := reflect.Zero(method.Type.In(i))
		if arg.Kind() == reflect.Pointer {
			arg = reflect.New(arg.Type().Elem())
		}
		args = append(args, arg)
	}
	results := c.MethodByName(method.Name).Call(args)
	err, _ := results[len(results)-1].Interface().(error)
	id, _ := metainfo.RecvBackwardValue(ctx, "x-trace-id")
	result := outcome{Method: method.Name, TraceID: id}
	if status, ok := kerrors.FromBizStatusError(err); ok {
		result.Code, result.Message = status.BizStatusCode(), status.BizMessage()
	} else if err != nil {
		result.Code, result.Message = -1, err.Error()
	}
	return result
}
