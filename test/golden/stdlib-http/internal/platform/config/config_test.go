package config_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"example.com/orders/internal/platform/config"
	"example.com/orders/internal/platform/env"
)

func load(t *testing.T, variables map[string]string, ports ...string) (config.Config, error) {
	t.Helper()
	e := env.New(func(name string) string { return variables[name] })
	cfg := config.Load("orders", e, ports)
	return cfg, e.Err()
}

func TestDefaultsNeedNoVariable(t *testing.T) {
	cfg, err := load(t, nil, "http", "grpc")
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"http": ":8080", "grpc": ":9090"}; !maps.Equal(cfg.Public, want) || cfg.AdminAddr != ":8081" {
		t.Errorf("addresses: %v %q", cfg.Public, cfg.AdminAddr)
	}
	if cfg.DebugAddr != "" {
		t.Errorf("the debug listener is on without being asked for: %q", cfg.DebugAddr)
	}
	if cfg.DatabaseURL != "file:orders.db" {
		t.Errorf("database: %q", cfg.DatabaseURL)
	}
	if cfg.ShutdownTimeout != 10*time.Second || cfg.DrainDelay != 0 {
		t.Errorf("shutdown: %v after %v", cfg.ShutdownTimeout, cfg.DrainDelay)
	}
	if cfg.MaxRequestBytes != 4<<20 {
		t.Errorf("largest request: %d", cfg.MaxRequestBytes)
	}
}

func TestABadSettingIsOneLineNamingVariableValueAndWhatIsAccepted(t *testing.T) {
	for _, test := range []struct{ name, value, accepted string }{
		{"HTTP_ADDR", "8080", "host:port"},
		{"GRPC_ADDR", "localhost:https", "host:port"},
		{"ADMIN_ADDR", ":70000", "host:port"},
		{"LOG_LEVEL", "loud", "debug, info, warn or error"},
		{"SHUTDOWN_TIMEOUT", "10", "a duration"},
		{"DRAIN_DELAY", "-1s", "a duration"},
		{"MAX_REQUEST_BYTES", "0", "a number of bytes"},
		{"THRIFT_ADDR", "nonsense", "host:port"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, map[string]string{test.name: test.value}, "http", "grpc", "thrift")
			if err == nil {
				t.Fatalf("%s=%s was accepted", test.name, test.value)
			}
			line := err.Error()
			if strings.Contains(line, "\n") || !strings.HasPrefix(line, test.name+"=") ||
				!strings.Contains(line, test.value) || !strings.Contains(line, test.accepted) {
				t.Errorf("unhelpful: %s", line)
			}
		})
	}
}

func TestAddressesOfOtherPortsAreNotRead(t *testing.T) {
	cfg, err := load(t, map[string]string{"GRPC_ADDR": "nonsense"}, "http")
	if err != nil || len(cfg.Public) != 1 {
		t.Errorf("%v %v", cfg.Public, err)
	}
}

func TestDebugNeedsAToken(t *testing.T) {
	if _, err := load(t, map[string]string{"DEBUG_ADDR": ":6060"}); err == nil {
		t.Error("DEBUG_ADDR without DEBUG_TOKEN was accepted")
	}
	if _, err := load(t, map[string]string{"DEBUG_ADDR": ":6060", "DEBUG_TOKEN": "s3cret"}); err != nil {
		t.Error(err)
	}
}
