package telemetry_test

import (
	"log/slog"
	"net/http"
	"testing"

	"example.com/orders/internal/platform/telemetry"
)

func TestEveryLineOfARequestHasItsIDsAtTheTop(t *testing.T) {
	tel, log := start(t, nil)
	r := request(http.MethodGet, "/", sampled)
	ctx, call := tel.StartHTTP(r.Context(), r)
	defer call.EndHTTP(http.StatusOK, nil)
	plain := tel.Logger()
	for name, logger := range map[string]*slog.Logger{
		"plain":      plain,
		"attributes": plain.With("a", 1, "b", 2, "c", 3, "d", 4, "e", 5),
		"group":      plain.With("a", 1).WithGroup("store").With("b", 2).WithGroup("sql"),
	} {
		logger.InfoContext(ctx, "hello", "x", 1)
		line := log.last(t)
		if line["trace_id"] != callerTrace || len(line["span_id"].(string)) != 16 || line["span_id"] == callerSpan {
			t.Errorf("%s: %v", name, line)
		}
		if name == "group" {
			store, _ := line["store"].(map[string]any)
			sql, _ := store["sql"].(map[string]any)
			if line["a"] != 1.0 || store["b"] != 2.0 || sql["x"] != 1.0 {
				t.Errorf("groups are not where they were opened: %v", line)
			}
		}
	}
}

func TestALineOutsideOfARequestHasNoIDs(t *testing.T) {
	tel, log := start(t, nil)
	tel.Logger().WithGroup("a").InfoContext(t.Context(), "hello", "x", 1)
	if line := log.last(t); line["trace_id"] != nil || line["span_id"] != nil {
		t.Errorf("got %v", line)
	}
}

func TestTheLevelHoldsForTheAccessLineToo(t *testing.T) {
	log := new(stderr)
	tel, err := telemetry.New(t.Context(), telemetry.Config{LogLevel: slog.LevelError}, log)
	if err != nil {
		t.Fatal(err)
	}
	tel.Logger().Warn("quiet")
	serveHTTP(tel, request(http.MethodGet, "/", ""), "/", http.StatusOK, nil)
	if lines := log.lines(t); len(lines) != 0 {
		t.Errorf("got %v", lines)
	}
	serveHTTP(tel, request(http.MethodGet, "/", ""), "/", http.StatusInternalServerError, nil)
	if lines := log.lines(t); len(lines) != 1 {
		t.Errorf("got %d lines, want that of the failure", len(lines))
	}
}
