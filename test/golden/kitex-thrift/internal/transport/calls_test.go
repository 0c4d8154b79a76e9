package transport

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"go.opentelemetry.io/otel/trace"

	"example.com/orders/internal/fault"
)

func TestErrorsReachTheCallerAsBusinessStatusWithoutInternalText(t *testing.T) {
	r := start(t)
	c := r.dial(t)
	for method, want := range map[string]struct {
		code    fault.Code
		message string
	}{
		"Missing": {fault.NotFound, "no such item"},
		"Broken":  {fault.Internal, "internal error"},
		"Panic":   {fault.Internal, "internal error"},
	} {
		err := call(t.Context(), c, method)
		status, ok := kerrors.FromBizStatusError(err)
		if !ok || fault.Code(status.BizStatusCode()) != want.code || status.BizMessage() != want.message {
			t.Errorf("%s answered %v, want %v %q", method, err, want.code, want.message)
		}
	}
	if err := call(t.Context(), c, "OK"); err != nil {
		t.Errorf("after a panic: %v", err)
	}
	r.logs.await(t, `"msg":"panic"`, "secret text", "probe).call", "trace_id")
	r.logs.await(t, `"msg":"request"`, "Probe/Missing", `"error":"NOT_FOUND: no such item: row 7 of table secret"`, `"peer":"127.0.0.1:`)
}

func TestViolationsReachTheCallerByField(t *testing.T) {
	r := start(t)
	status, ok := kerrors.FromBizStatusError(call(t.Context(), r.dial(t), "Invalid"))
	if !ok || fault.Code(status.BizStatusCode()) != fault.InvalidArgument || status.BizMessage() != "name: is empty (and 2 more)" {
		t.Fatalf("got %v", status)
	}
	if extra := status.BizExtra(); len(extra) != 2 || extra["name"] != "is empty; is bad" || extra["count"] != "is 0" {
		t.Errorf("got %v", extra)
	}
}

func TestErrorsReachCallersWithoutHeadersAsExceptions(t *testing.T) {
	c := start(t).dialPlain(t)
	for method, want := range map[string]string{
		"Missing": "NOT_FOUND: no such item",
		"Broken":  "INTERNAL: internal error",
		"Panic":   "INTERNAL: internal error",
		"Unknown": "method Unknown",
	} {
		err := call(t.Context(), c, method)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s answered %v, want %q", method, err, want)
		}
	}
}

func TestEveryCallContinuesTheCallersTraceAndReturnsItsID(t *testing.T) {
	r := start(t)
	c := r.dial(t)
	for i, method := range []string{"OK", "Missing", "Broken", "Panic", "Unknown"} {
		id := trace.TraceID{byte(i + 1), 15: 1}
		span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{1}, TraceFlags: 1})
		ctx := metainfo.WithBackwardValues(trace.ContextWithSpanContext(t.Context(), span))
		if err := call(ctx, c, method); (err == nil) != (method == "OK") {
			t.Errorf("%s answered %v", method, err)
		}
		if got, _ := metainfo.RecvBackwardValue(ctx, traceHeader); got != id.String() {
			t.Errorf("%s returned trace id %q, want %q", method, got, id)
		}
		r.logs.await(t, `"msg":"request"`, "Probe/"+method, id.String())
	}
	r.logs.await(t, `"msg":"request"`, "Probe/Unknown", "UNIMPLEMENTED")
	r.counts(t, "_OTHER", "Probe/OK")
}

func TestTheHandlersTimeEndsWithTheCallers(t *testing.T) {
	r := start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	if err := call(ctx, r.dial(t), "Wait"); err == nil {
		t.Error("the call succeeded")
	}
	handler := <-r.probe.entered
	<-handler.Done()
	if deadline, ok := handler.Deadline(); !ok || deadline.Sub(began) > time.Second {
		t.Errorf("the handler's deadline was %v after the call began", deadline.Sub(began))
	}
	r.logs.await(t, `"msg":"request"`, "DEADLINE_EXCEEDED")
}

func TestWhatKitexLogsKeepsItsLevel(t *testing.T) {
	r := start(t)
	r.logs.await(t, `"level":"DEBUG"`, "KITEX: server listen at")
	w := klogWriter{r.connections.log}
	for line, want := range map[string]string{
		"2026/01/02 15:04:05.000000 a.go:72: [Info] KITEX: one":                             `"level":"DEBUG","msg":"kitex","text":"KITEX: one"`,
		"2026/01/02 15:04:05.000000 a.go:72: [Warn] KITEX: two":                             `"level":"WARN","msg":"kitex","text":"KITEX: two"`,
		"2026/01/02 15:04:05.000000 a.go:72: [Error] KITEX: three\n":                        `"level":"ERROR","msg":"kitex","text":"KITEX: three"`,
		"2026/01/02 15:04:05.000000 a.go:72: [Error] KITEX: processing request error, four": `"level":"DEBUG"`,
		"five": `"text":"five"`,
	} {
		if _, err := w.Write([]byte(line)); err != nil {
			t.Error(err)
		}
		r.logs.await(t, want)
	}
}
