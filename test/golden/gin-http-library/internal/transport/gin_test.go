package transport

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gin-gonic/gin"

	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/telemetry"
)

// ginProbe serves the probe and routes of one's own until the test ends.
func ginProbe(t *testing.T, own func(*gin.Engine)) *probe {
	t.Helper()
	return startProbe(t, "http", nil, func(deps Deps) (probeServer, error) { return newGin(probeRoutes(), deps, own) })
}

// own is what somebody who knows Gin might write into routes.go.
func own(router *gin.Engine) {
	router.Use(func(c *gin.Context) {
		c.Header("X-Path", c.FullPath())
		c.Next()
		c.Set("status", c.Writer.Status())
	})
	admin := router.Group("/admin", func(c *gin.Context) {
		if c.GetHeader("X-Token") != "good" {
			c.AbortWithStatus(http.StatusForbidden)
		}
	})
	admin.POST("/notices/:id", func(c *gin.Context) {
		var notice struct {
			Text string `json:"text" binding:"required"`
		}
		if err := c.ShouldBindJSON(&notice); err != nil {
			c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})
			return
		}
		c.JSON(http.StatusCreated, gin.H{"text": notice.Text, "id": c.Param("id"), "path": c.FullPath()})
	})
	router.GET("/own/client", func(c *gin.Context) { c.String(http.StatusOK, c.ClientIP()) })
	router.GET("/own/context", func(c *gin.Context) { c.String(http.StatusOK, telemetry.FromContext(c).TraceID()) })
	router.GET("/own/panic", func(*gin.Context) { panic("secret state") })
	router.GET("/test/own", func(c *gin.Context) { c.String(http.StatusOK, "own") })
}

func TestOwnRoutesAreGinsAndHaveWhatTheIDLsHave(t *testing.T) {
	p := ginProbe(t, own)
	for _, test := range []struct {
		name, method, path, body, token string
		status                          int
		answer, route                   string
	}{
		{"one in a group", "POST", "/admin/notices/7", `{"text":"hello"}`, "good", 201, `{"id":"7","path":"/admin/notices/:id","text":"hello"}`, "/admin/notices/:id"},
		{"an escaped slash", "POST", "/admin/notices/a%2Fb", `{"text":"hello"}`, "good", 201, `"id":"a/b"`, "/admin/notices/:id"},
		{"one that does not bind", "POST", "/admin/notices/7", `{}`, "good", 400, "required", "/admin/notices/:id"},
		{"one over the limit", "POST", "/admin/notices/7", strings.Repeat(" ", 1001), "good", 413, "1000 bytes", "unmatched"},
		{"one that the group refuses", "POST", "/admin/notices/7", `{}`, "bad", 403, "", "/admin/notices/:id"},
		{"another method", "GET", "/admin/notices/7", "", "good", 404, `"code":5`, "unmatched"},
		{"another path", "POST", "/admin/notices/7/", `{}`, "good", 404, `"code":5`, "unmatched"},
		{"a panic", "GET", "/own/panic", "", "", 500, "internal error", "/own/panic"},
		{"one beside a wildcard of the IDL", "GET", "/test/own", "", "", 200, "own", "/test/own"},
		{"one of the IDL", "GET", "/test/hello", "", "", 200, `"hello"`, "/test/{value}"},
		{"one of the IDL with a verb", "GET", "/test/hello:echo", "", "", 200, `"hello"`, "/test/{value}:echo"},
		{"another method of the IDL", "DELETE", "/test/hello", "", "", 405, `"code":12`, "unmatched"},
		{"an unknown path", "GET", "/no/such/path", "", "", 404, `"code":5`, "unmatched"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, body, id := p.do(t, test.method, test.path, test.body, "X-Token", test.token)
			if status != test.status || !strings.Contains(body, test.answer) || len(id) != 32 {
				t.Errorf("%d %s, trace id %q", status, body, id)
			}
			p.log.await(t, `"msg":"request"`, fmt.Sprintf(`"route":%q,"status":%d`, test.route, test.status), id)
		})
	}
	p.log.await(t, `"msg":"panic"`, "secret state")
	if _, body, id := p.do(t, "GET", "/own/context", ""); body != id {
		t.Errorf("as a context, *gin.Context has the trace %q, want %s", body, id)
	}
	if _, body, _ := p.do(t, "GET", "/own/client", "", "X-Forwarded-For", "192.0.2.7"); body != "127.0.0.1" {
		t.Errorf("the client chose its address: %s", body)
	}
}

// TestMiddlewareRunsOnceForEveryRequest is about what the router has no pattern for, too.
func TestMiddlewareRunsOnceForEveryRequest(t *testing.T) {
	var runs, statuses []int
	routes := shapeRoutes(shapes...)
	s := newSubject(t, func(deps Deps) (http.Handler, error) {
		server, err := newGin(routes, deps, func(router *gin.Engine) {
			router.Use(func(c *gin.Context) {
				runs[len(runs)-1]++
				c.Next()
				statuses[len(runs)-1] = c.Writer.Status()
			})
			router.HandleMethodNotAllowed = true // the IDL's 405 stays its own
		})
		if err != nil {
			return nil, err
		}
		return server.Handler, nil
	})
	requests := newRequestMaker(routes)
	for range 2000 {
		runs, statuses = append(runs, 0), append(statuses, 0)
		request := requests.next()
		got, ok := s.send(request)
		refused := !ok || got.Status == http.StatusRequestEntityTooLarge // before it reaches Gin
		if n := len(runs) - 1; !refused && (runs[n] != 1 || statuses[n] != got.Status) {
			t.Fatalf("%q: %d, the middleware ran %d times and saw %d", request, got.Status, runs[n], statuses[n])
		}
		if got.Status == http.StatusMethodNotAllowed && !strings.Contains(got.Body, `"code":12`) {
			t.Fatalf("%q: 405 of the router's own: %+v", request, got)
		}
	}
}

func newRouter(t *testing.T, own func(*gin.Engine), bindings ...string) *gin.Engine {
	t.Helper()
	api, err := httpjson.New(shapeRoutes(bindings...), httpjson.Options{Pipeline: call.New(call.Config{})})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := newEngine(api, own)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func TestTheRouterKnowsTheTemplates(t *testing.T) {
	ownTask := func(router *gin.Engine) { router.GET("/v1/tasks/:id/own", func(*gin.Context) {}) }
	for _, test := range []struct {
		name     string
		own      func(*gin.Engine)
		bindings []string
		want     []string
	}{
		{"one name in each place, the first", ownRoutes, []string{"GET /v1/{name}/a", "GET /v1/{edition}/b/{name}", "POST /v1/{edition} *"},
			[]string{"GET /v1/:name/a", "GET /v1/:name/b/:name", "POST /v1/:edition"}},
		{"or that of an own route", ownTask, []string{"GET /v1/tasks/{name}", "GET /v1/{name=tasks/*}/all"},
			[]string{"GET /v1/tasks/:id", "GET /v1/tasks/:id/all", "GET /v1/tasks/:id/own"}},
		{"a catch-all and the path above it", ownRoutes, []string{"GET /v1/files/{name=**}"}, []string{"GET /v1/files", "GET /v1/files/*name"}},
		{"no catch-all beside another", ownRoutes, []string{"GET /{name=**}", "POST /{name=**} *", "GET /v1/{name}"},
			[]string{"GET /v1/:name", "POST /*name"}},
		{"no verb behind a wildcard", ownRoutes, []string{"POST /v1/items:merge *", "POST /v1/{name}:merge *", "POST /v1/{name} *"},
			[]string{`POST /v1/:name`, `POST /v1/items\:merge`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, route := range newRouter(t, test.own, test.bindings...).Routes() {
				got = append(got, route.Method+" "+route.Path)
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// TestFewTemplatesAreUnknownToTheRouter lists them, so that none is among them for another reason.
func TestFewTemplatesAreUnknownToTheRouter(t *testing.T) {
	var path string
	router := newRouter(t, func(router *gin.Engine) {
		router.Use(func(c *gin.Context) { path = c.FullPath(); c.Abort() })
	}, shapes...)
	name := regexp.MustCompile(`([:*])\w+`)
	var unknown []string
	for _, route := range shapeRoutes(shapes...) {
		target := strings.NewReplacer("**", "1/2", "*", "1").Replace(withoutVariables(route.Template))
		method := strings.Replace(route.Method, "*", "TRACE", 1)
		router.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, target, nil))
		want, _ := httpjson.Pattern(route.Template, httpjson.Gin)
		if want = strings.ReplaceAll(want, `\`, ""); want == "" || name.ReplaceAllString(path, "$1") != name.ReplaceAllString(want, "$1") {
			unknown = append(unknown, fmt.Sprintf("%s %s %s", route.Method, route.Template, path))
		}
	}
	want := []string{
		// A catch-all beside a literal, and one amid a template: another one of the router's matches.
		"GET /v5/files/{name=**} /v5/:name/*edition", "GET /v5/deep/{name=**}/end /v5/:name/*edition",
		"GET /v5/deep/{name=a/**/b} /v5/:name/*edition", "GET /v5/deep/{name=**}/end/{edition} /v5/:name/*edition",
		// Verbs behind a wildcard.
		"POST /v6/{name}:rename ", "POST /v6/{name}:move ", "GET /v6/{name}:peek /v6/:name", "POST /v6/{name=shelves/*}:rename ",
		"GET /v6/files/{name=**}:peek /v6/files/*name", "POST /v6/{name}/{edition}:final ", "GET /v6/items/{name}:latest ",
		// An escape that the path would not need, and a segment that Gin takes out of patterns.
		"GET /v7/%3Acolon ", "GET /v7/.. ",
	}
	if !slices.Equal(unknown, want) {
		t.Errorf("%q, want %q", unknown, want)
	}
}

// TestGinsStreamsWork is about what Gin asks of the ResponseWriter by a type assertion.
func TestGinsStreamsWork(t *testing.T) {
	var ended atomic.Int32
	p := ginProbe(t, func(router *gin.Engine) {
		router.GET("/own/stream", func(c *gin.Context) {
			left := c.Stream(func(w io.Writer) bool {
				_, _ = io.WriteString(w, "first\n")
				return true
			})
			if left {
				ended.Add(1)
			}
		})
		router.GET("/own/flush", func(c *gin.Context) {
			c.String(http.StatusOK, "first\n")
			c.Writer.Flush()
			<-c.Writer.CloseNotify()
			ended.Add(1)
		})
		router.GET("/own/hijack", func(c *gin.Context) {
			conn, buffer, err := c.Writer.Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = buffer.WriteString("HTTP/1.1 101 Switching Protocols\r\n\r\nfirst\n")
			_ = buffer.Flush()
			_ = conn.Close()
			ended.Add(1)
		})
	})
	for _, path := range []string{"/own/stream", "/own/flush", "/own/hijack"} {
		conn, err := net.Dial("tcp", p.address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.0\r\n\r\n", path); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(conn)
		for line := ""; line != "first\n"; {
			if line, err = lines.ReadString('\n'); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		p.log.await(t, `"msg":"request"`, `"route":"`+path+`"`)
	}
	if n := ended.Load(); n != 3 {
		t.Errorf("%d of 3 handlers saw their client go", n)
	}
}
