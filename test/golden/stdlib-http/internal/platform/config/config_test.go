package config_test

import (
	"strings"
	"testing"
	"time"

	"example.com/orders/internal/platform/config"
)

func load(t *testing.T, env map[string]string) (config.Config, error) {
	t.Helper()
	return config.Load("orders", func(name string) string { return env[name] })
}

func TestDefaultsNeedNoVariable(t *testing.T) {
	cfg, err := load(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.HTTPAddr != ":8080" || cfg.GRPCAddr != ":9090" || cfg.AdminAddr != ":8081" {
		t.Errorf("addresses: %q %q %q", cfg.HTTPAddr, cfg.GRPCAddr, cfg.AdminAddr)
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
	if cfg.MaxRequestBytes != 4<<20 || cfg.HTTPUnknownFields != "refuse" || cfg.GRPCFlowControl != "auto" || cfg.GRPCReflection {
		t.Errorf("limits: %+v", cfg)
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
		{"HTTP_UNKNOWN_FIELDS", "maybe", "refuse or ignore"},
		{"GRPC_FLOW_CONTROL", "big", "auto or fixed"},
		{"GRPC_REFLECTION", "true", "off or on"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, map[string]string{test.name: test.value})
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

func TestDebugNeedsAToken(t *testing.T) {
	if _, err := load(t, map[string]string{"DEBUG_ADDR": ":6060"}); err == nil {
		t.Error("DEBUG_ADDR without DEBUG_TOKEN was accepted")
	}
	if _, err := load(t, map[string]string{"DEBUG_ADDR": ":6060", "DEBUG_TOKEN": "s3cret"}); err != nil {
		t.Error(err)
	}
}
