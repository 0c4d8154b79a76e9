package transport

import (
	"bytes"
	"context"
	"log/slog"
)

// klogWriter passes what Kitex logs to slog. What it says of listeners and of failed requests is said already.
type klogWriter struct{ log *slog.Logger }

// Write takes one line, such as "2026/01/02 15:04:05.000000 server.go:72: [Info] KITEX: ...".
func (w klogWriter) Write(line []byte) (int, error) {
	level := slog.LevelDebug
	_, text, found := bytes.Cut(line, []byte(": ["))
	name, text, _ := bytes.Cut(text, []byte("] "))
	switch {
	case !found:
		text = line
	case bytes.HasPrefix(text, []byte("KITEX: processing request error")):
	case string(name) == "Warn":
		level = slog.LevelWarn
	case string(name) == "Error", string(name) == "Fatal":
		level = slog.LevelError
	}
	w.log.Log(context.Background(), level, "kitex", "text", string(bytes.TrimSpace(text)))
	return len(line), nil
}
