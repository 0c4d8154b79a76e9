package transport

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/bytedance/gopkg/cloud/metainfo"
	"github.com/cloudwego/kitex/pkg/kerrors"
	"go.opentelemetry.io/otel/trace"

	"gomicro.example/service/internal/fault"
	"gomicro.example/service/internal/platform/call"
)

// thriftCalls are calls and how they are answered: as a business status, or as an exception of Kitex' own.
var thriftCalls = []struct {
	name, method string
	message      any
	code         fault.Code
	text         string
	exception    bool
}{
	{"a good one", "Echo", &wrapped{&text{"hello"}}, fault.OK, "", false},
	{"a refused one", "Echo", &wrapped{&text{"missing"}}, fault.NotFound, "no such thing", false},
	{"one without its request", "Echo", &wrapped{}, fault.InvalidArgument, "the request is missing", false},
	{"one that breaks a rule", "Echo", &wrapped{&text{"invalid"}}, fault.InvalidArgument, "value: is invalid", false},
	{"one that can't be decoded", "Echo", &garbage{}, fault.InvalidArgument, "no field", true},
	{"an unexpected error", "Echo", &wrapped{&text{"broken"}}, fault.Internal, "internal error", false},
	{"a status of another service", "Echo", &wrapped{&text{"foreign"}}, fault.Internal, "internal error", false},
	{"a fault around a status of another service", "Echo", &wrapped{&text{"away"}}, fault.Unavailable, "billing is away", false},
	{"a panic", "Echo", &wrapped{&text{"panic"}}, fault.Internal, "internal error", false},
	{"one past its deadline", "Echo", &wrapped{&text{"slow"}}, fault.DeadlineExceeded, "deadline exceeded", false},
	{"a message over the limit", "Echo", &wrapped{&text{strings.Repeat("x", 1001)}}, fault.ResourceExhausted, "larger than 1000 bytes", true},
	{"an unknown method", "Unknown", &wrapped{&text{""}}, fault.Unimplemented, "method Unknown", true},
}

func TestEveryThriftCallIsAnsweredTracedAndLogged(t *testing.T) {
	r := start(t)
	c := r.dial(t)
	for _, test := range thriftCalls {
		t.Run(test.name, func(t *testing.T) {
			id, err := answered(t, c, test.method, test.message)
			if test.exception {
				if err == nil || !strings.Contains(err.Error(), test.text) {
					t.Errorf("answered %v, want %q", err, test.text)
				}
			} else if code, text := statusOf(t, err); code != test.code || text != test.text {
				t.Errorf("answered %v %q, want %v %q", code, text, test.code, test.text)
			}
			if len(id) != 32 {
				t.Errorf("the trace id is %q", id)
			}
			r.log.await(t, `"msg":"request"`, `"code":"`+test.code.String()+`"`, "Probe/"+test.method, id, `"peer":"127.0.0.1:`)
		})
	}
	r.log.await(t, `"msg":"request"`, "row 7 of table secret") // the log has what the caller does not see
	r.log.await(t, `"msg":"panic"`, "secret state", "probeService).answer", "trace_id")
	r.counts(t, "_OTHER", "Probe/Echo")
}

func TestCallersWithoutHeadersAreAnsweredByExceptions(t *testing.T) {
	c := start(t).dialPlain(t)
	for _, test := range thriftCalls {
		want := test.code.String() + ": " + test.text
		if test.exception {
			want = test.text
		}
		_, err := answered(t, c, test.method, test.message)
		if (err == nil) != (test.code == fault.OK) || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s was answered %v, want %q", test.name, err, want)
		}
	}
}

func TestViolationsReachTheCallerByField(t *testing.T) {
	status, ok := kerrors.FromBizStatusError(echo(t.Context(), start(t).dial(t), "violations"))
	if !ok || fault.Code(status.BizStatusCode()) != fault.InvalidArgument || status.BizMessage() != "name: is empty (and 2 more)" {
		t.Fatalf("got %v", status)
	}
	if extra := status.BizExtra(); len(extra) != 2 || extra["name"] != "is empty; is bad" || extra["count"] != "is 0" {
		t.Errorf("got %v", extra)
	}
}

func TestACallContinuesTheTraceOfItsCaller(t *testing.T) {
	r := start(t)
	id := trace.TraceID{1, 15: 1}
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{1}, TraceFlags: 1})
	ctx := metainfo.WithBackwardValues(trace.ContextWithSpanContext(t.Context(), span))
	if err := echo(ctx, r.dial(t), "hello"); err != nil {
		t.Fatal(err)
	}
	if got, _ := metainfo.RecvBackwardValue(ctx, traceHeader); got != id.String() {
		t.Errorf("the trace id is %q, want %q", got, id)
	}
	r.log.await(t, `"msg":"request"`, id.String())
}

func TestAnInterceptorGuardsEveryThriftCall(t *testing.T) {
	r := startInfo(t, probeInfo("Echo"), func(cfg *call.Config) { cfg.Interceptors = []call.Interceptor{wantToken} })
	c := r.dial(t)
	for _, value := range []string{"hello", "invalid"} {
		if code, _ := statusOf(t, echo(t.Context(), c, value)); code != fault.Unauthenticated {
			t.Errorf("%q without a token: %v", value, code)
		}
	}
	if err := echo(metainfo.WithValue(t.Context(), "x-token", "good"), c, "hello"); err != nil {
		t.Errorf("with a token: %v", err)
	}
}

func TestTheStagesOfAThriftCallHaveOneOrder(t *testing.T) {
	var stages stageLog
	if err := echo(t.Context(), startInfo(t, probeInfo("Echo"), stages.record).dial(t), "hello"); err != nil {
		t.Fatal(err)
	}
	stages.want(t)
}

func TestHeadersCrossACallBothWays(t *testing.T) {
	ctx := metainfo.WithBackwardValues(metainfo.WithPersistentValue(t.Context(), "x-question", "what of "))
	if err := echo(ctx, start(t).dial(t), "header"); err != nil {
		t.Fatal(err)
	}
	if got, _ := metainfo.RecvBackwardValue(ctx, "x-answer"); got != "what of /Probe/Echo" {
		t.Errorf("the answer's header is %q", got)
	}
}

func TestTheHandlersTimeEndsWithTheCallers(t *testing.T) {
	r := start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := echo(ctx, r.dial(t), "wait"); err == nil {
		t.Error("the call succeeded")
	}
	began := time.Now()
	handler := <-r.service.entered
	if <-handler.Done(); time.Since(began) > 500*time.Millisecond {
		t.Errorf("the handler's time ended %v after the caller's", time.Since(began))
	}
	r.log.await(t, `"msg":"request"`, "DEADLINE_EXCEEDED")
}

func TestWhatKitexLogsKeepsItsLevel(t *testing.T) {
	for line, want := range map[string]string{
		"2026/01/02 15:04:05.000000 a.go:72: [Info] KITEX: one":                             `"level":"DEBUG","msg":"kitex","text":"KITEX: one"`,
		"2026/01/02 15:04:05.000000 a.go:72: [Warn] KITEX: two":                             `"level":"WARN","msg":"kitex","text":"KITEX: two"`,
		"2026/01/02 15:04:05.000000 a.go:72: [Error] KITEX: three\n":                        `"level":"ERROR","msg":"kitex","text":"KITEX: three"`,
		"2026/01/02 15:04:05.000000 a.go:72: [Error] KITEX: processing request error, four": `"level":"DEBUG"`,
		"five": `"text":"five"`,
	} {
		var log bytes.Buffer
		w := klogWriter{slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
		if _, err := w.Write([]byte(line)); err != nil || !strings.Contains(log.String(), want) {
			t.Errorf("%q was logged as %q, %v", line, log.String(), err)
		}
	}
}
