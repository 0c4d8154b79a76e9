package telemetry

import (
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"
)

// line is a line of the log under construction. It holds the bytes that slog's JSON handler would write: there is a line
// for every call, and building and walking attributes costs more than the bytes themselves.
type line struct{ json []byte }

// maxPooled keeps the buffer of an error of a megabyte from staying for ever.
const maxPooled = 16 << 10

var linePool = sync.Pool{New: func() any { return &line{json: make([]byte, 0, 512)} }}

func newLine(at time.Time, level slog.Level, message string) *line {
	l := linePool.Get().(*line)
	l.json = append(l.json[:0], `{"time":"`...)
	l.json = at.AppendFormat(l.json, time.RFC3339Nano)
	l.json = append(l.json, `","level":"`...)
	l.json = append(l.json, level.String()...)
	l.json = append(l.json, '"')
	l.text(slog.MessageKey, message)
	return l
}

// key begins an attribute; its name needs no escapes.
func (l *line) key(name string) {
	l.json = append(l.json, ',', '"')
	l.json = append(l.json, name...)
	l.json = append(l.json, '"', ':')
}

func (l *line) text(name, value string) {
	l.key(name)
	l.json = append(l.json, '"')
	for value != "" {
		n := 0
		for n < len(value) && value[n] >= ' ' && value[n] != '"' && value[n] != '\\' && value[n] < utf8.RuneSelf {
			n++
		}
		l.json = append(l.json, value[:n]...)
		if value = value[n:]; value != "" {
			value = value[l.escaped(value):]
		}
	}
	l.json = append(l.json, '"')
}

// escaped writes the first character of value, which may need an escape, and returns its length in bytes.
func (l *line) escaped(value string) int {
	r, n := utf8.DecodeRuneInString(value)
	switch {
	case r == utf8.RuneError && n == 1:
		l.json = append(l.json, `\ufffd`...)
	case r == '"' || r == '\\':
		l.json = append(l.json, '\\', byte(r))
	case r == '\n':
		l.json = append(l.json, `\n`...)
	case r == '\r':
		l.json = append(l.json, `\r`...)
	case r == '\t':
		l.json = append(l.json, `\t`...)
	case r < ' ' || r == '\u2028' || r == '\u2029': // the last two end a line in JavaScript
		l.json = fmt.Appendf(l.json, `\u%04x`, r)
	default:
		l.json = append(l.json, value[:n]...)
	}
	return n
}

func (l *line) int(name string, value int64) {
	l.key(name)
	l.json = strconv.AppendInt(l.json, value, 10)
}

// milliseconds writes a duration with up to three decimals.
func (l *line) milliseconds(name string, d time.Duration) {
	l.key(name)
	l.json = strconv.AppendFloat(l.json, float64(d.Microseconds())/1000, 'f', -1, 64)
}

// write ends the line, and with it the use of l.
func (l *line) write(w io.Writer) {
	l.json = append(l.json, '}', '\n')
	_, _ = w.Write(l.json) // there is nowhere to tell that the log can't be written
	if cap(l.json) <= maxPooled {
		linePool.Put(l)
	}
}

// lockedWriter keeps lines whole that the logger and calls write at the same time.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.w.Write(p)
}
