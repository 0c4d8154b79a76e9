package transport

import (
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/telemetry"
)

// newHTTP returns the server of the HTTP API. The routes of the IDL are in Gin's router beside your own.
func newHTTP(routes []httpjson.Route, deps Deps) (*httpserver.Server, error) {
	return newGin(routes, deps, ownRoutes)
}

func newGin(routes []httpjson.Route, deps Deps, own func(*gin.Engine)) (*httpserver.Server, error) {
	api, err := httpjson.New(routes, httpjson.Options{
		Pipeline: deps.Pipeline, IgnoreUnknown: deps.HTTP.UnknownFields == "ignore",
	})
	if err != nil {
		return nil, err
	}
	engine, err := newEngine(api, own)
	if err != nil {
		return nil, err
	}
	limits := httpserver.Limits{MaxBodyBytes: deps.MaxRequestBytes}
	handler := httpserver.Chain(deps.Telemetry, deps.Health.Draining, limits, engine)
	server := httpserver.New(handler, httpserver.Config{TLS: deps.TLS}, deps.Log)
	server.RegisterOnShutdown(deps.Pipeline.Drain) // an open stream would hold the shutdown until its time is out
	return server, nil
}

// newEngine returns an engine with your routes and those of the IDL. Trace, log, metrics, recovery and the limit of the
// body are around it: gin.Logger and gin.Recovery would do that twice.
func newEngine(api *httpjson.Mux, own func(*gin.Engine)) (*gin.Engine, error) {
	// In its debug mode, the default, Gin prints warnings and routes to stdout. The mode belongs to the process, so that it
	// has to be set there, atomically, and only where GIN_MODE is not.
	if os.Getenv(gin.EnvGinMode) == "" {
		gin.SetMode(gin.ReleaseMode)
	}
	engine := gin.New()
	engine.RedirectTrailingSlash = false                  // to the IDL /v1/items/ is another path, and a redirect runs no middleware
	engine.UseRawPath = true                              // an escaped slash is part of a parameter, not the end of it
	engine.ContextWithFallback = true                     // a *gin.Context that is passed on as context has the trace and the deadline
	if err := engine.SetTrustedProxies(nil); err != nil { // by default every client can choose what ClientIP returns
		return nil, err
	}
	engine.Use(labelRoute)
	own(engine)
	register(engine, api.Patterns(httpjson.Gin), answer(api))
	// The rest is answered here, behind the same middleware: with 404, with 405 and Allow, or by a route that Gin has no
	// pattern for. Gin's own 405 does not know those.
	engine.HandleMethodNotAllowed = false
	engine.NoRoute(answer(api))
	return engine, nil
}

// labelRoute names the route in trace, log and metrics by its template.
func labelRoute(c *gin.Context) {
	telemetry.FromContext(c.Request.Context()).SetRoute(c.FullPath())
}

// answer has api answer, which finds the route anew: it knows verbs and what takes precedence in the IDL.
func answer(api http.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Status(http.StatusOK) // NoRoute begins with 404, which would be the status of a success
		telemetry.FromContext(c.Request.Context()).SetRoute("")
		api.ServeHTTP(c.Writer, c.Request)
	}
}
