// Package debug serves profiles to those who have the token, on a listener of its own.
package debug

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"
	"time"
)

// WriteTimeout is what the server of Handler needs: a CPU profile is written after as many seconds as it was asked for.
const WriteTimeout = 5 * time.Minute

// Address returns the address to listen on: loopback when addr names no host, because a heap dump holds every secret.
func Address(addr string) string {
	if strings.HasPrefix(addr, ":") {
		return net.JoinHostPort("127.0.0.1", addr[1:])
	}
	return addr
}

// Handler serves /debug/pprof/ to requests that bear the token, and 401 to all others.
//
// Importing net/http/pprof registers it on http.DefaultServeMux too; nothing here serves that one.
func Handler(token string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("POST /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	// Hashes are compared, and in constant time: otherwise the time of an answer tells length and prefix of the token.
	want := sha256.Sum256([]byte(token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		got := sha256.Sum256([]byte(given))
		if !ok || token == "" || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="debug"`)
			http.Error(w, "the debug token is needed", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
