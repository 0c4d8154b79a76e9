// A Kitex client for the tests: reads one call a line from stdin, as JSON, and writes its outcome.
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
	"go.opentelemetry.io/otel/propagation"

	"gomicro.example/service/client"
	"gomicro.example/service/gen/inventory/v1/inventoryservice"
)

type call struct {
	Method      string
	Request     json.RawMessage
	Traceparent string
}

type outcome struct {
	Code     int32  `json:"code"`
	Message  string `json:"message"`
	Response any    `json:"response"`
	TraceID  string `json:"traceId"`
}

func main() {
	c, err := inventoryservice.NewClient("inventory", client.Options(os.Args[1])...)
	if err != nil {
		fail(err)
	}
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for in.More() {
		var next call
		if err := in.Decode(&next); err != nil {
			fail(err)
		}
		result, err := send(c, next)
		if err != nil {
			fail(err)
		}
		if err := out.Encode(result); err != nil {
			fail(err)
		}
	}
}

func send(c inventoryservice.Client, next call) (outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ctx = propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": next.Traceparent})
	ctx = metainfo.WithBackwardValues(ctx)
	method := reflect.ValueOf(c).MethodByName(next.Method)
	if !method.IsValid() {
		return outcome{}, fmt.Errorf("no method %s", next.Method)
	}
	request := reflect.New(method.Type().In(1).Elem())
	if err := json.Unmarshal(next.Request, request.Interface()); err != nil {
		return outcome{}, err
	}
	results := method.Call([]reflect.Value{reflect.ValueOf(ctx), request})
	err, _ := results[1].Interface().(error)
	id, _ := metainfo.RecvBackwardValue(ctx, "x-trace-id")
	if status, ok := kerrors.FromBizStatusError(err); ok {
		return outcome{Code: status.BizStatusCode(), Message: status.BizMessage(), TraceID: id}, nil
	}
	if err != nil {
		return outcome{Code: -1, Message: err.Error(), TraceID: id}, nil
	}
	return outcome{Response: results[0].Interface(), TraceID: id}, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
