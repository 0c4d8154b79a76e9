package telemetry

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"
)

// A line of a call is what slog's handler would have written: who parses the log sees one format.
func TestALineIsWhatSlogWrites(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []string{
		"a", "/v1/items/{name}", " ", `"`, `\`, "\n", "\r", "\t", "\b", "\f", "\x00", "\x1f", "\x7f", "<", ">", "&", "é", "世", "\u2028", "\u2029",
		"\xff", "\xc3", "\ufffd", "😀", "",
	}
	word := func() string {
		var s string
		for range random.IntN(6) {
			s += alphabet[random.IntN(len(alphabet))]
		}
		return s
	}
	for range 20_000 {
		level := []slog.Level{slog.LevelInfo, slog.LevelError}[random.IntN(2)]
		at := time.Unix(random.Int64N(4e9), random.Int64N(1e9)).In(time.FixedZone("", random.IntN(28)*1800-25200))
		text, peer, n := word(), word(), random.Int64()-random.Int64()
		elapsed := time.Duration(random.Int64N(int64(1) << random.IntN(62)))

		var got, want bytes.Buffer
		l := newLine(at, level, "request")
		l.text("error", text)
		l.int("bytes", n)
		l.milliseconds("duration_ms", elapsed)
		l.text("peer", peer)
		l.write(&got)

		record := slog.NewRecord(at, level, "request", 0)
		record.AddAttrs(slog.String("error", text), slog.Int64("bytes", n),
			slog.Float64("duration_ms", float64(elapsed.Microseconds())/1000), slog.String("peer", peer))
		if err := slog.NewJSONHandler(&want, nil).Handle(t.Context(), record); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Fatalf("%q\nwant\n%q", got.String(), want.String())
		}
	}
}
