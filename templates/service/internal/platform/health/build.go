package health

import (
	"cmp"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The levels of dependency_compliance_level.
const (
	levelFull     = "full"     // nothing replaced, nothing below its minimum
	levelOutdated = "outdated" // a module is below its minimum
	levelReplaced = "replaced" // a replace directive swaps a module: what runs is not what go.sum vouches for
	levelUnknown  = "unknown"  // the binary has no build information
)

// describe is what the report says of the binary, from the build information in it.
func describe(info Info) map[string]any {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		build = &debug.BuildInfo{}
	}
	return map[string]any{
		"service":                     info.Service,
		"version":                     cmp.Or(build.Main.Version, "unknown"),
		"go_version":                  runtime.Version(),
		"framework_version":           frameworkVersion(build, info.Framework),
		"build_timestamp":             buildTimestamp(),
		"dependency_compliance_level": complianceLevel(build.Deps, info.Minimums),
	}
}

func frameworkVersion(build *debug.BuildInfo, framework string) string {
	if framework == "std" {
		return runtime.Version()
	}
	for _, module := range build.Deps {
		if module.Path == framework {
			return effective(module).Version
		}
	}
	return "unknown"
}

// buildTimestamp is when the binary was linked: the modification time of its file, in UTC.
func buildTimestamp() string {
	path, err := os.Executable()
	if err != nil {
		return "unknown"
	}
	file, err := os.Stat(path)
	if err != nil {
		return "unknown"
	}
	return file.ModTime().UTC().Format(time.RFC3339)
}

func complianceLevel(modules []*debug.Module, minimums []Module) string {
	if len(modules) == 0 {
		return levelUnknown
	}
	level := levelFull
	for _, module := range modules {
		if module.Replace != nil {
			return levelReplaced
		}
		if slices.ContainsFunc(minimums, func(minimum Module) bool {
			return minimum.Path == module.Path && older(module.Version, minimum.Version)
		}) {
			level = levelOutdated
		}
	}
	return level
}

func effective(module *debug.Module) *debug.Module {
	if module.Replace != nil {
		return module.Replace
	}
	return module
}

// older compares versions such as v1.47.0 by their three numbers. A pre-release is older than its release; of two, and of
// two pseudo-versions, the one that sorts first is.
func older(version, minimum string) bool {
	a, aSuffix := parse(version)
	b, bSuffix := parse(minimum)
	if a != b {
		return slices.Compare(a[:], b[:]) < 0
	}
	return aSuffix != "" && (bSuffix == "" || aSuffix < bSuffix)
}

func parse(version string) (numbers [3]int, suffix string) {
	core, suffix, _ := strings.Cut(strings.TrimPrefix(version, "v"), "-")
	for i, part := range strings.SplitN(core, ".", 3) {
		n, err := strconv.Atoi(part)
		if err != nil {
			return [3]int{}, suffix
		}
		numbers[i] = n
	}
	return numbers, suffix
}
