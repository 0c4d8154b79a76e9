package transport

import "net/http"

// This file is yours: routes and middleware of net/http that are not in the IDL.

// ownRoutes adds your routes. They take precedence over the routes of the IDL:
//
//	mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, _ *http.Request) {
//		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /\n")
//	})
func ownRoutes(_ *http.ServeMux) {}

// middleware wraps every public HTTP request, inside of trace, log, metrics, recovery and the limit of the body. What has
// to guard the methods of the IDL on every protocol belongs in rpc.Interceptors instead.
func middleware(next http.Handler) http.Handler { return next }
