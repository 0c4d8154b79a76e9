package httpjson_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/sourcecontextpb"
	"google.golang.org/protobuf/types/known/typepb"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/call"
)

// same answers a method with its own request: google.protobuf.Type has text, lists, an enum and messages.
func same(_ context.Context, req *typepb.Type) (*typepb.Type, error) { return req, nil }

func route(method, template, body string) httpjson.Route {
	return httpjson.Route{Method: method, Template: template, Body: body, Procedure: "/test." + template, Call: call.Unary(same)}
}

// pipeline has no stage of its own but a check of each request, which may be nil.
func pipeline(validate func(any) error) *call.Pipeline {
	return call.New(call.Config{Log: slog.New(slog.DiscardHandler), Validate: validate})
}

func newMux(t testing.TB, options httpjson.Options, routes ...httpjson.Route) *httpjson.Mux {
	t.Helper()
	if options.Pipeline == nil {
		options.Pipeline = pipeline(nil)
	}
	mux, err := httpjson.New(routes, options)
	if err != nil {
		t.Fatal(err)
	}
	return mux
}

func send(handler http.Handler, method, target, body string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	handler.ServeHTTP(recorder, request)
	return recorder
}

const empty = `{"name":"","fields":[],"oneofs":[],"options":[],"sourceContext":null,"syntax":"SYNTAX_PROTO2","edition":""}`

// with is the answer with some fields of empty replaced.
func with(replacements ...string) string {
	return strings.NewReplacer(replacements...).Replace(empty)
}

func TestRequestsThatBreakARuleAreRefusedBeforeTheirHandler(t *testing.T) {
	handled := 0
	unary := func(_ context.Context, req *typepb.Type) (*typepb.Type, error) { handled++; return req, nil }
	watch := func(_ context.Context, req *typepb.Type, send func(*typepb.Type) error) error {
		handled++
		return send(req)
	}
	rule := func(m any) error {
		if m.(*typepb.Type).GetName() == "bad" {
			return fault.Invalid(fault.Violation{Field: "name", Description: "is <bad>"}, fault.Violation{Description: "no"})
		}
		return nil
	}
	mux := newMux(t, httpjson.Options{Pipeline: pipeline(rule)},
		httpjson.Route{Method: "GET", Template: "/v1/types/{name}", Call: call.Unary(unary)},
		httpjson.Route{Method: "POST", Template: "/v1/types", Body: "*", Call: call.Unary(unary)},
		httpjson.Route{Method: "GET", Template: "/v1/watch/{name}", Call: call.ServerStream(watch)})
	for _, test := range []struct{ method, target, body string }{
		{"GET", "/v1/types/bad", ""}, {"POST", "/v1/types", `{"name":"bad"}`}, {"GET", "/v1/watch/bad", ""},
	} {
		answer := send(mux, test.method, test.target, test.body)
		want := `{"code":3,"message":"name: is \u003cbad\u003e (and 1 more)","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"name","description":"is \u003cbad\u003e"},{"description":"no"}]}]}` + "\n"
		if answer.Code != http.StatusBadRequest || answer.Body.String() != want || handled != 0 {
			t.Errorf("%s %s: %d %s, %d handled", test.method, test.target, answer.Code, answer.Body, handled)
		}
	}
	for _, target := range []string{"/v1/types/good", "/v1/watch/good"} {
		if answer := send(mux, "GET", target, ""); answer.Code != http.StatusOK {
			t.Errorf("%s: %d %s", target, answer.Code, answer.Body)
		}
	}
	if handled != 2 {
		t.Errorf("%d handled", handled)
	}
}

func TestRequestsWithoutARouteAreRefused(t *testing.T) {
	mux := newMux(t, httpjson.Options{},
		route("GET", "/v1/types/{name}", ""), route("DELETE", "/v1/types/{name}", ""), route("POST", "/v1/types/{name}:rename", "*"),
		route("*", "/v1/any", ""), route("POST", "/v1/any", ""), stream(1, nil))
	for _, test := range []struct {
		method, target string
		status         int
		allow          string
	}{
		{"BREW", "/v1/any", 200, ""},
		{"POST", "/v1/any?colour=red", 400, ""},
		{"HEAD", "/v1/stream", 405, "GET"},
		{"GET", "*", 404, ""},
		{"GET", "/", 404, ""},
		{"GET", "//v1/types/a", 404, ""},
		{"GET", "/v1/types", 404, ""},
		{"GET", "/v1/types/", 404, ""},
		{"GET", "/v1/types/a/b", 404, ""},
		{"GET", "/v2/types/a", 404, ""},
		{"PUT", "/v1/types/a", 405, "DELETE, GET, HEAD"},
		{"PUT", "/v1/types/a:rename", 405, "DELETE, GET, HEAD, POST"},
		{"HEAD", "/v1/types/a", 200, ""},
	} {
		request := &http.Request{Method: test.method, URL: &url.URL{Path: test.target}, Body: http.NoBody}
		if path, query, ok := strings.Cut(test.target, "?"); ok {
			request.URL = &url.URL{Path: path, RawQuery: query}
		}
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, request)
		if answer.Code != test.status || answer.Header().Get("Allow") != test.allow {
			t.Errorf("%s %s: %d, Allow %q", test.method, test.target, answer.Code, answer.Header().Get("Allow"))
		}
	}
}

func TestABodyHasToBeJSONAndWithinTheLimit(t *testing.T) {
	mux := newMux(t, httpjson.Options{}, route("POST", "/v1/types", "*"))
	for contentType, want := range map[string]int{
		"": 200, "application/json": 200, "application/json; charset=utf-8": 200, "application/merge-patch+json": 200,
		"text/plain": 415, "application/x-www-form-urlencoded": 415, ";": 415,
	} {
		recorder := httptest.NewRecorder()
		request := httptest.NewRequest("POST", "/v1/types", strings.NewReader("{}"))
		request.Header.Set("Content-Type", contentType)
		mux.ServeHTTP(recorder, request)
		if recorder.Code != want {
			t.Errorf("%q: %d, want %d", contentType, recorder.Code, want)
		}
	}
	recorder := httptest.NewRecorder()
	request := httptest.NewRequest("POST", "/v1/types", nil)
	request.Body = http.MaxBytesReader(recorder, io.NopCloser(strings.NewReader(`{"name":"abc"}`)), 5)
	mux.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("over the limit: %d", recorder.Code)
	}
}

func TestErrorsAreGoogleRPCStatusWithoutInternalText(t *testing.T) {
	failing := func(err error) httpjson.Route {
		return httpjson.Route{Method: "GET", Template: "/v1/x", Procedure: "/x", Call: call.Unary(
			func(context.Context, *emptypb.Empty) (*emptypb.Empty, error) { return nil, err })}
	}
	for want, err := range map[string]error{
		`404 {"code":5,"message":"no item","details":[]}`:         fault.Wrap(fault.NotFound, "no item", errors.New("row 7")),
		`500 {"code":13,"message":"internal error","details":[]}`: errors.New("password hunter2"),
	} {
		answer := send(newMux(t, httpjson.Options{}, failing(err)), "GET", "/v1/x", "")
		if got := fmt.Sprintf("%d %s", answer.Code, strings.TrimSpace(answer.Body.String())); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// collect streams from the client.
func collect(_ context.Context, recv func() (*emptypb.Empty, error)) (*emptypb.Empty, error) {
	return recv()
}

func TestStreamsFromTheClientAre501(t *testing.T) {
	mux := newMux(t, httpjson.Options{}, httpjson.Route{Method: "POST", Template: "/x.Y/Z", Procedure: "/x.Y/Z", Body: "*", Call: call.ClientStream(collect)})
	if answer := send(mux, "POST", "/x.Y/Z", "{}"); answer.Code != 501 || !strings.Contains(answer.Body.String(), "/x.Y/Z") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestOneFieldCanBeTheAnswer(t *testing.T) {
	for field, want := range map[string]string{"source_context": `{"fileName":"f"}`, "oneofs": `["x"]`, "name": `""`} {
		r := route("GET", "/v1/x", "")
		r.ResponseBody = field
		answer := send(newMux(t, httpjson.Options{}, r), "GET", "/v1/x?source_context.file_name=f&oneofs=x", "")
		if got := answer.Body.String(); got != want {
			t.Errorf("%s: %s, want %s", field, got, want)
		}
	}
}

func TestConflictingRoutesAreRefusedNamingBoth(t *testing.T) {
	_, err := httpjson.New([]httpjson.Route{route("GET", "/v1/{name}", ""), route("GET", "/v1/{edition=*}", "")}, httpjson.Options{})
	if err == nil || !strings.Contains(err.Error(), "/v1/{name}") || !strings.Contains(err.Error(), "/v1/{edition=*}") {
		t.Errorf("got %v", err)
	}
	for _, template := range []string{"", "v1", "/v1/", "/v1//a", "/{", "/{}", "/{name", "/a}", "/{name=}", "/{name=a//b}", "/a:", "/{name}:b/c", "/{name}:b:c", "/**/{name=**}",
		"/a*", "/***", "/%zz", "/%2a", "/%2F", "/{name}/{name}", "/{colour}", "/{1}", "/{name.}", "/{name=**}x", "//"} {
		if _, err := httpjson.New([]httpjson.Route{route("GET", template, "")}, httpjson.Options{}); err == nil {
			t.Errorf("template %q was accepted", template)
		}
	}
}

func stream(messages int, last error) httpjson.Route {
	return httpjson.Route{Method: "GET", Template: "/v1/stream", Procedure: "/x", Call: call.ServerStream(
		func(ctx context.Context, _ *emptypb.Empty, send func(*sourcecontextpb.SourceContext) error) error {
			for i := range messages {
				if err := send(&sourcecontextpb.SourceContext{FileName: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			if last == nil {
				return nil
			}
			if errors.Is(last, errWait) {
				<-ctx.Done()
				return ctx.Err()
			}
			return last
		})}
}

var errWait = errors.New("wait for the end of the context")

func TestStreamsAreServerSentEvents(t *testing.T) {
	draining := pipeline(nil)
	draining.Drain()
	for _, test := range []struct {
		name    string
		route   httpjson.Route
		options httpjson.Options
		status  int
		body    string
	}{
		{"messages", stream(2, nil), httpjson.Options{}, 200, "data: {\"fileName\":\"0\"}\n\ndata: {\"fileName\":\"1\"}\n\n"},
		{"none", stream(0, nil), httpjson.Options{}, 200, ""},
		{"a failure after one", stream(1, fault.New(fault.Aborted, "lost")), httpjson.Options{}, 200,
			"data: {\"fileName\":\"0\"}\n\nevent: error\ndata: {\"code\":10,\"message\":\"lost\",\"details\":[]}\n\n"},
		{"a violation after one", stream(1, fault.Invalid(fault.Violation{Field: "a", Description: "b"})), httpjson.Options{}, 200,
			"data: {\"fileName\":\"0\"}\n\nevent: error\ndata: {\"code\":3,\"message\":\"a: b\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":\"a\",\"description\":\"b\"}]}]}\n\n"},
		{"a failure before the first", stream(0, fault.New(fault.NotFound, "none")), httpjson.Options{}, 404,
			"{\"code\":5,\"message\":\"none\",\"details\":[]}\n"},
		{"the drain", stream(1, errWait), httpjson.Options{Pipeline: draining}, 200,
			"data: {\"fileName\":\"0\"}\n\nevent: error\ndata: {\"code\":14,\"message\":\"the server is shutting down\",\"details\":[]}\n\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(newMux(t, test.options, test.route))
			defer server.Close()
			response, err := http.Get(server.URL + "/v1/stream")
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.status || string(body) != test.body {
				t.Errorf("%d %q %v", response.StatusCode, body, err)
			}
			if kind := response.Header.Get("Content-Type"); response.StatusCode == 200 && kind != "text/event-stream" {
				t.Errorf("content type %s", kind)
			}
		})
	}
}

func TestAnInterceptorRunsBeforeTheRequestIsReadAndKnowsTheCall(t *testing.T) {
	var got string
	refuse := func(next call.Handler) call.Handler {
		return func(ctx context.Context, stream call.Stream) error {
			info := call.From(ctx)
			got = fmt.Sprint(info.Procedure, " ", info.Protocol, " ", info.Route, " ", info.Streaming, " ", info.Header("X-Token"), " ", info.PeerAddress())
			info.SetHeader("x-seen", "yes")
			if info.Header("x-token") != "good" {
				return fault.New(fault.Unauthenticated, "want a token")
			}
			return next(ctx, stream)
		}
	}
	piped := call.New(call.Config{Log: slog.New(slog.DiscardHandler), Interceptors: []call.Interceptor{refuse}})
	mux := newMux(t, httpjson.Options{Pipeline: piped}, route("POST", "/v1/types/{name}", "*"))
	for token, want := range map[string]int{"": 401, "bad": 401, "good": 400} { // the body is no JSON
		request := httptest.NewRequest("POST", "/v1/types/a", strings.NewReader("{"))
		request.Header.Set("X-Token", token)
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, request)
		if answer.Code != want || answer.Header().Get("X-Seen") != "yes" {
			t.Errorf("token %q: %d %v", token, answer.Code, answer.Header())
		}
		if want := "/test./v1/types/{name} http /v1/types/{name} false " + token + " 192.0.2.1"; got != want {
			t.Errorf("the interceptor saw %q, want %q", got, want)
		}
	}
}

func FuzzRequests(f *testing.F) {
	for _, path := range []string{"/v1/a", "/v1/%2F:x", "/v1/shelves/1/books/2", "/v1/files/a/../b", "//", "/v1/a?source_context.file_name=%00"} {
		f.Add(path, "{}")
	}
	mux := newMux(f, httpjson.Options{},
		route("POST", "/v1/{name}", "*"), route("POST", "/v1/{name}:x", "*"), route("POST", "/v1/{name=shelves/*/books/*}", "*"),
		route("POST", "/v1/files/{source_context.file_name=**}", "*"), route("POST", "/v1/{name=**}/end", ""))
	f.Fuzz(func(t *testing.T, path, body string) {
		request, err := http.NewRequest("POST", "http://x"+path, bytes.NewReader([]byte(body)))
		if err != nil {
			return
		}
		recorder := httptest.NewRecorder()
		mux.ServeHTTP(recorder, request)
		if recorder.Code >= 500 {
			t.Errorf("%q %q: %d %s", path, body, recorder.Code, recorder.Body)
		}
	})
}
