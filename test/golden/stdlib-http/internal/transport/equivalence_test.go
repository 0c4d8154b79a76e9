package transport

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/typepb"

	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/env"
	"example.com/orders/internal/platform/health"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
	"example.com/orders/internal/rpc"
)

// shapes are bindings of every shape: "GET /path", with the body field behind it where there is one.
var shapes = []string{
	// The root, and custom methods.
	"GET /", "POST / *", "BREW /v1/pots", "* /v1/any", "POST /v1/any *", "* /v1/any/{name}", "PURGE /v1/items/{name}",
	// Literals beside wildcards, in both orders.
	"GET /v1/items", "POST /v1/items *", "GET /v1/items/{name}", "GET /v1/items/latest", "DELETE /v1/items/{name}",
	"PATCH /v1/items/{name} *", "PUT /v1/items/{name} *", "GET /v1/early/latest", "GET /v1/early/{name}",
	"GET /v1/{name}", "GET /v1/{name}/latest", "GET /v1/items/{name}/latest", "GET /v1/{name}/{edition}",
	"GET /v1/{name}/{edition}/latest", "GET /v1/items/latest/{name}", "GET /{name}", "GET /{name}/v1",
	"POST /v2/{name}/end *", "POST /v2/{name}/{edition} *", "POST /v2/first/{edition} *", "POST /v2/first/end *",
	// Different names in one place, and one name in several.
	"GET /v3/{name}/a", "GET /v3/{edition}/b", "GET /v3/{source_context.file_name}/c/{name}", "GET /v3/{edition}/c/{name}/d",
	"POST /v3/{edition} *", "POST /v3/{name}/a *", "GET /v3/{edition}/e/{name=x/*/y/*}", "GET /v3/{name=*}/f/*",
	// Variables of several segments, nested and repeated fields.
	"GET /v4/{name=shelves/*}", "GET /v4/{name=shelves/*/books/*}", "PATCH /v4/{source_context.file_name=shelves/*} source_context",
	"DELETE /v4/{name=shelves/*/books/*}", "GET /v4/{edition=shelves/*}/books", "GET /v4/*/{name}/*",
	// Any number of segments.
	"GET /v5/files/{name=**}", "GET /v5/files/readme", "GET /v5/files/{name}/meta", "POST /v5/files/{name=**} *",
	"GET /v5/deep/{name=**}/end", "GET /v5/deep/{name=a/**/b}", "GET /v5/deep/{name=**}/end/{edition}", "GET /v5/all/**",
	"GET /v5/{name}/{edition=**}", "PUT /v5/{name=files/**} *", "PUT /v5/files *",
	// Verbs.
	"POST /v6/items:merge *", "POST /v6/items:move *", "POST /v6/items *", "POST /v6/{name}:rename *", "POST /v6/{name}:move *",
	"GET /v6/{name}", "GET /v6/{name}:peek", "POST /v6/{name=shelves/*}:rename *", "GET /v6/files/{name=**}:peek",
	"GET /v6/files/{name=**}", "POST /v6/{name}/{edition}:final *", "GET /v6/items/{name}:latest", "GET /v6/items/latest",
	// Literals that are escaped, or are when they are sent.
	"GET /v7/a%20b/{name}", "GET /v7/%E2%82%AC", "GET /v7/a+b", "GET /v7/a.b_c~d-e", "GET /v7/%3Acolon", "GET /v7/..", "GET /v7/a=b;c",
}

// shapeRoutes returns the bindings; what they call answers with the request that it was given.
func shapeRoutes(bindings ...string) []httpjson.Route {
	routes := make([]httpjson.Route, 0, len(bindings))
	for _, binding := range bindings {
		method, rest, _ := strings.Cut(binding, " ")
		template, body, _ := strings.Cut(rest, " ")
		routes = append(routes, httpjson.Route{
			Method: method, Template: template, Body: body, Procedure: binding, Call: call.Unary(echoType),
		})
	}
	return routes
}

func echoType(ctx context.Context, req *typepb.Type) (*typepb.Type, error) {
	info := call.From(ctx)
	info.SetHeader("x-procedure", info.Procedure)
	return req, nil
}

// idlRoutes returns the routes of this service, whose methods answer with their request.
func idlRoutes() []httpjson.Route {
	routes := slices.Clone(Routes(rpc.Services{}))
	for i := range routes {
		method := &routes[i].Call
		routes[i].ResponseBody = ""
		method.Handler = func(_ context.Context, stream call.Stream) error {
			req := method.NewRequest()
			if err := stream.Receive(req); err != nil {
				return err
			}
			return stream.Send(req)
		}
	}
	return routes
}

// TestRoutesAnswerAsTheyDoWithoutARouter compares the framework with httpjson alone, by requests that are made from the
// templates and then bent: a redirect, a status of the router's own, or a template that another one hides is a difference.
func TestRoutesAnswerAsTheyDoWithoutARouter(t *testing.T) {
	opposite := slices.Clone(shapes)
	slices.Reverse(opposite)
	for _, test := range []struct {
		name   string
		routes []httpjson.Route
		every  bool // whether the requests have to meet every template
	}{
		{"of every shape", shapeRoutes(shapes...), true},
		{"in the opposite order", shapeRoutes(opposite...), true},
		{"below the root", shapeRoutes("GET /{name=**}", "GET /v1/{name}", "POST /{name=**}/end *", "* /{name}", "GET /"), true},
		{"of the IDL", idlRoutes(), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if len(test.routes) == 0 {
				t.Skip("the IDL has no methods")
			}
			framework, bare := newSubject(t, framed(test.routes)), newSubject(t, bareHTTPJSON(test.routes))
			requests := newRequestMaker(test.routes)
			statuses, templates := make(map[int]int), make(map[string]bool)
			for range 3000 {
				request := requests.next()
				want, ok := bare.send(request)
				if !ok {
					continue // net/http would have refused it
				}
				if got, _ := framework.send(request); !reflect.DeepEqual(got, want) {
					t.Fatalf("%q: %+v, want %+v", request, got, want)
				}
				statuses[want.Status]++
				templates[want.Route] = true
			}
			if n := statuses[404] + statuses[405]; n < 100 {
				t.Errorf("the requests lack variety: %v", statuses)
			}
			for _, route := range test.routes {
				if test.every && !templates[route.Template] {
					t.Errorf("no request met %s", route.Template)
				}
			}
		})
	}
}

func framed(routes []httpjson.Route) func(Deps) (http.Handler, error) {
	return func(deps Deps) (http.Handler, error) {
		server, err := newHTTP(routes, deps)
		if err != nil {
			return nil, err
		}
		return server.Handler, nil
	}
}

func bareHTTPJSON(routes []httpjson.Route) func(Deps) (http.Handler, error) {
	return func(deps Deps) (http.Handler, error) {
		api, err := httpjson.New(routes, httpjson.Options{Pipeline: deps.Pipeline})
		limits := httpserver.Limits{MaxBodyBytes: deps.MaxRequestBytes}
		return httpserver.Chain(deps.Telemetry, deps.Health.Draining, limits, api), err
	}
}

// subject is a handler whose answers and log can be looked at.
type subject struct {
	handler http.Handler
	log     *bytes.Buffer
}

func newSubject(t *testing.T, newHandler func(Deps) (http.Handler, error)) *subject {
	t.Helper()
	log := new(bytes.Buffer)
	tel, err := telemetry.New(t.Context(), telemetry.Config{Service: "test", LogLevel: slog.LevelInfo}, log)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := newHandler(Deps{
		Log: tel.Logger(), Telemetry: tel, Health: health.New(health.Info{}), Pipeline: call.New(call.Config{Log: tel.Logger()}),
		MaxRequestBytes: 1000, Settings: ReadSettings(env.New(func(string) string { return "" })),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &subject{handler, log}
}

// outcome is what a client and the log see of a request.
type outcome struct {
	Status int
	Header http.Header
	Body   string
	Route  string // the label in log and metrics
}

// send sends a request as it is on the wire, and returns false for one that net/http answers itself.
func (s *subject) send(text string) (outcome, bool) {
	request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
	if err != nil || request.RequestURI == "*" && request.Method == http.MethodOptions {
		return outcome{}, false
	}
	request.RemoteAddr = "192.0.2.1:1234"
	recorder := streamRecorder{httptest.NewRecorder()}
	s.log.Reset()
	s.handler.ServeHTTP(recorder, request)
	response := recorder.Result()
	response.Header.Del(httpserver.TraceHeader)
	return outcome{response.StatusCode, response.Header, recorder.Body.String(), s.route()}, true
}

// route returns the label of the request that the log ends with.
func (s *subject) route() string {
	lines := bytes.Split(bytes.TrimSpace(s.log.Bytes()), []byte("\n"))
	var line struct{ Msg, Route string }
	if err := json.Unmarshal(lines[len(lines)-1], &line); err != nil || line.Msg != "request" {
		return fmt.Sprintf("no request in the log: %v %s", err, s.log)
	}
	return line.Route
}

// streamRecorder takes the deadlines that streams set.
type streamRecorder struct{ *httptest.ResponseRecorder }

func (streamRecorder) SetReadDeadline(time.Time) error  { return nil }
func (streamRecorder) SetWriteDeadline(time.Time) error { return nil }

// requestMaker makes requests from routes, the same ones each time.
type requestMaker struct {
	random *rand.Rand
	routes []httpjson.Route
	words  []string // literals and verbs of the templates, and what no template has
	made   int
}

func newRequestMaker(routes []httpjson.Route) *requestMaker {
	words := []string{"1", "x", "latest", "a:b", ":", "a:", "%2F", "a%2Fb", "a%3Arename", "..", ".", "", "%20", "a+b", "%E2%82%AC", "é", "%ff", "true", "a;b", "*", "~"}
	for _, route := range routes {
		for _, word := range regexp.MustCompile(`[/:{}=*]+`).Split(route.Template, -1) {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return &requestMaker{random: rand.New(rand.NewPCG(1, 2)), routes: routes, words: words}
}

func (m *requestMaker) pick(from ...string) string { return from[m.random.IntN(len(from))] }
func (m *requestMaker) word() string               { return m.pick(m.words...) }

// one says yes once in n times.
func (m *requestMaker) one(n int) bool { return m.random.IntN(n) == 0 }

// next returns a request as it is on the wire. One in four is what its template asks for.
func (m *requestMaker) next() string {
	route := m.routes[m.made%len(m.routes)]
	m.made++
	method, path, body := route.Method, m.path(route.Template), ""
	if method == "*" {
		method = "ANY"
	}
	if route.Body != "" {
		body = m.pick("{}", "{}", `{"name":"n"}`, `{"fileName":"f"}`)
	}
	query := m.pick("", "", "", "", "", "", "", "?", "?name=q", "?source_context.file_name=q", "?unknown=1", "?%zz", "?a=b;c")
	if !m.one(4) {
		for range 1 + m.random.IntN(3) {
			path = m.bend(path)
		}
		if m.one(3) {
			method = m.pick("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get")
		}
		if m.one(8) {
			body = m.pick("", "{", "null", `{"name":1}`, `"text"`, strings.Repeat(" ", 1001))
		}
	}
	headers := m.pick("", "", "", "", "Content-Type: application/json\r\n", "Content-Type: text/plain\r\n", "X-Forwarded-Prefix: /v1\r\n")
	return fmt.Sprintf("%s %s%s HTTP/1.1\r\nHost: example.com\r\n%sContent-Length: %d\r\n\r\n%s", method, path, query, headers, len(body), body)
}

// withoutVariables returns a template with the patterns of its variables in their places.
func withoutVariables(template string) string {
	return templateVariable.ReplaceAllStringFunc(template, func(variable string) string {
		return cmp.Or(templateVariable.FindStringSubmatch(variable)[1], "*")
	})
}

var templateVariable = regexp.MustCompile(`\{[^}=]+(?:=([^}]*))?\}`)

// path returns a path that the template matches, most of the time.
func (m *requestMaker) path(template string) string {
	return regexp.MustCompile(`/?\*+`).ReplaceAllStringFunc(withoutVariables(template), func(wildcard string) string {
		n := 1
		if strings.HasSuffix(wildcard, "**") {
			n = m.random.IntN(4)
		}
		var b strings.Builder
		for range n {
			b.WriteString("/" + m.pick("1", "x", "latest", "true", m.word()))
		}
		return b.String()
	})
}

// bend changes a path.
func (m *requestMaker) bend(path string) string {
	segments := strings.Split(path, "/")
	at := m.random.IntN(len(segments))
	switch m.random.IntN(14) {
	case 0:
		return path + "/"
	case 1:
		return path + "/" + m.word()
	case 2:
		return path + ":" + m.word()
	case 3:
		return strings.TrimSuffix(path, "/"+segments[len(segments)-1])
	case 4:
		return strings.ToUpper(path)
	case 5:
		return strings.Replace(path, "/", "//", 1+m.random.IntN(3))
	case 6:
		segments = slices.Insert(segments, at, m.pick(".", "..", "", m.word()))
	case 7:
		segments = slices.Delete(segments, at, at+1)
	case 8:
		segments[at] = m.word()
	case 9:
		segments[at] = strings.ReplaceAll(segments[at], ":", "%3A")
	case 10:
		return "/" + strings.Replace(strings.TrimPrefix(path, "/"), "/", m.pick("%2F", "%2f", "/./"), 1)
	case 11: // an escape that changes nothing
		if text := segments[at]; text != "" && !strings.Contains(text, "%") {
			segments[at] = fmt.Sprintf("%%%02X%s", text[0], text[1:])
		}
	case 12:
		segments[at] += m.pick("%2F", "%3A", "%25", "+", ";x", "%")
	case 13:
		return "http://example.com" + path
	}
	return strings.Join(segments, "/")
}
