package health

import (
	"runtime/debug"
	"testing"
)

func TestTheLevelFallsWithWhatIsLinked(t *testing.T) {
	const pseudo = "v0.0.0-20261026165753-2ffab32bce7e"
	minimums := []Module{{"example.com/a", "v1.2.3"}, {"example.com/b", "v0.4.0"}, {"example.com/c", pseudo}}
	good := &debug.Module{Path: "example.com/a", Version: "v1.2.3"}
	for _, test := range []struct {
		name    string
		modules []*debug.Module
		want    string
	}{
		{"as made", []*debug.Module{good, {Path: "example.com/other", Version: "v0.0.1"}}, levelFull},
		{"newer", []*debug.Module{{Path: good.Path, Version: "v99.0.0"}}, levelFull},
		{"older", []*debug.Module{good, {Path: "example.com/b", Version: "v0.3.9"}}, levelOutdated},
		{"a pre-release", []*debug.Module{{Path: good.Path, Version: good.Version + "-rc.1"}}, levelOutdated},
		{"the pseudo-version", []*debug.Module{{Path: "example.com/c", Version: pseudo}}, levelFull},
		{"a newer pseudo-version", []*debug.Module{{Path: "example.com/c", Version: "v0.0.0-20261101000000-000000000000"}}, levelFull},
		{"an older pseudo-version", []*debug.Module{{Path: "example.com/c", Version: "v0.0.0-20260101000000-ffffffffffff"}}, levelOutdated},
		{"replaced", []*debug.Module{{Path: good.Path, Version: good.Version, Replace: &debug.Module{Path: "./fork"}}}, levelReplaced},
		{"no build information", nil, levelUnknown},
	} {
		if got := complianceLevel(test.modules, minimums); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
