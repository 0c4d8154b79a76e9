package health

import (
	"runtime/debug"
	"testing"
)

func TestTheLevelFallsWithWhatIsLinked(t *testing.T) {
	minimums := []Module{{"example.com/a", "v1.2.3"}, {"example.com/b", "v0.4.0"}}
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
		{"replaced", []*debug.Module{{Path: good.Path, Version: good.Version, Replace: &debug.Module{Path: "./fork"}}}, levelReplaced},
		{"no build information", nil, levelUnknown},
	} {
		if got := complianceLevel(test.modules, minimums); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
