// Command orders serves the API of this module; README.md lists its settings.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"example.com/orders/api"
	"example.com/orders/internal/platform/admin"
	"example.com/orders/internal/platform/call"
	"example.com/orders/internal/platform/config"
	"example.com/orders/internal/platform/debug"
	"example.com/orders/internal/platform/env"
	"example.com/orders/internal/platform/health"
	"example.com/orders/internal/platform/httpserver"
	"example.com/orders/internal/platform/lifecycle"
	"example.com/orders/internal/platform/telemetry"
	"example.com/orders/internal/platform/tlsconf"
	"example.com/orders/internal/rpc"
	"example.com/orders/internal/store"
	"example.com/orders/internal/transport"
)

const name = "orders"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if err := run(ctx, os.Getenv, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, getenv func(string) string, stderr io.Writer) (err error) {
	settings := env.New(getenv)
	cfg, public := config.Load(name, settings, transport.Ports()), transport.ReadSettings(settings)
	if err := settings.Err(); err != nil {
		return err
	}
	tel, err := telemetry.New(ctx, telemetry.Config{Service: name, LogLevel: cfg.LogLevel, Getenv: getenv}, stderr)
	if err != nil {
		return err
	}
	log := tel.Logger()
	probes := health.New(health.Info{Service: name, Framework: transport.Framework, Minimums: transport.Modules()})
	group := lifecycle.New(lifecycle.Config{DrainDelay: cfg.DrainDelay, ShutdownTimeout: cfg.ShutdownTimeout}, probes, log)
	defer func() { err = errors.Join(err, group.Close()) }()
	group.OnClose("telemetry", tel.Shutdown)

	// Probes answer while the rest still starts: a slow start is seen, not killed.
	adminServer := httpserver.New(admin.Handler(probes, tel.MetricsHandler(), api.OpenAPI), httpserver.Config{}, log)
	if err := group.ServeSide(ctx, "admin", cfg.AdminAddr, adminServer); err != nil {
		return err
	}
	if cfg.DebugAddr != "" {
		debugServer := httpserver.New(debug.Handler(cfg.DebugToken), httpserver.Config{WriteTimeout: debug.WriteTimeout}, log)
		if err := group.ServeSide(ctx, "debug", debug.Address(cfg.DebugAddr), debugServer); err != nil {
			return err
		}
	}
	tlsConfig, err := tlsconf.Load(cfg.TLS, log)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Config{URL: cfg.DatabaseURL, Tracer: tel.Tracer()})
	if err != nil {
		return err
	}
	group.OnClose("store", func(context.Context) error { return db.Close() })
	probes.Add("store", db.Ping)

	deps := rpc.Deps{Store: db, Log: log}
	validate, err := rpc.NewValidator()
	if err != nil {
		return err
	}
	pipeline := call.New(call.Config{Log: log, Interceptors: rpc.Interceptors(deps), Validate: validate})
	server, err := transport.New(rpc.New(deps), transport.Deps{
		Log: log, Telemetry: tel, Health: probes, TLS: tlsConfig, Pipeline: pipeline,
		MaxRequestBytes: cfg.MaxRequestBytes, Settings: public,
	})
	if err != nil {
		return err
	}
	if err := group.Serve(ctx, server, cfg.Public); err != nil {
		return err
	}
	probes.Started()
	log.Info("started")
	return group.Wait(ctx)
}
