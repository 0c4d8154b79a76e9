package telemetry

import (
	"fmt"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
)

const tracesPrefix = "OTEL_EXPORTER_OTLP_TRACES_"

// settings are the OTEL_* variables that this package reads itself. OpenTelemetry answers a bad one with a line of
// plain text and its default: a service that exports nothing, or everything, without anybody knowing.
type settings struct {
	service    string
	attributes []attribute.KeyValue // of the resource
	endpoint   string               // the URL spans are posted to; empty: no export
	sampler    sdktrace.Sampler
}

func readSettings(cfg Config) (settings, error) {
	r := reader{getenv: cfg.Getenv}
	set := settings{service: r.text("OTEL_SERVICE_NAME"), attributes: r.attributes(), sampler: r.sampler()}
	if set.service == "" {
		set.service = cfg.Service
	}
	endpoint := r.endpoint()
	exporter := r.choice("OTEL_TRACES_EXPORTER", "otlp", "none")
	disabled := r.choice("OTEL_SDK_DISABLED", "false", "true")
	if exporter == "otlp" && disabled == "false" {
		set.endpoint = endpoint
	}
	// The exporter reads these itself. A protocol it lacks would go out as another, to a port that does not speak it.
	r.choice(r.exporter("PROTOCOL"), "http/protobuf")
	r.choice(r.exporter("COMPRESSION"), "none", "gzip")
	r.milliseconds(r.exporter("TIMEOUT"))
	r.headers(r.exporter("HEADERS"))
	return set, r.err
}

func (s settings) resource(version string) *resource.Resource {
	attributes := append([]attribute.KeyValue{
		semconv.TelemetrySDKName("opentelemetry"),
		semconv.TelemetrySDKLanguageGo,
		semconv.TelemetrySDKVersion(sdk.Version()),
		semconv.ServiceVersion(version),
	}, s.attributes...)
	// The last of a key counts: OTEL_SERVICE_NAME goes before a service.name in OTEL_RESOURCE_ATTRIBUTES.
	return resource.NewWithAttributes(semconv.SchemaURL, append(attributes, semconv.ServiceName(s.service))...)
}

// reader keeps the first error, so that readSettings reads as a list.
type reader struct {
	getenv func(string) string
	err    error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func (r *reader) text(name string) string {
	if r.getenv == nil {
		return ""
	}
	return strings.TrimSpace(r.getenv(name))
}

// exporter returns the variable that holds a setting of the exporter: the one for traces goes before that for all.
func (r *reader) exporter(setting string) string {
	if name := tracesPrefix + setting; r.text(name) != "" {
		return name
	}
	return "OTEL_EXPORTER_OTLP_" + setting
}

// choice returns one of accepted, the first when the variable is unset.
func (r *reader) choice(name string, accepted ...string) string {
	v := r.text(name)
	for _, a := range accepted {
		if strings.EqualFold(v, a) {
			return a
		}
	}
	if v != "" {
		r.fail("%s=%q: want %s", name, v, strings.Join(accepted, " or "))
	}
	return accepted[0]
}

func (r *reader) milliseconds(name string) {
	v := r.text(name)
	if n, err := strconv.Atoi(v); v != "" && (err != nil || n < 0) {
		r.fail("%s=%q: want milliseconds, such as 10000", name, v)
	}
}

// headers does not print the value: it holds the collector's credentials.
func (r *reader) headers(name string) {
	if v := r.text(name); v != "" {
		if _, ok := pairs(v); !ok {
			r.fail("%s: want name=value,name=value, percent-encoded", name)
		}
	}
}

func (r *reader) attributes() []attribute.KeyValue {
	const name = "OTEL_RESOURCE_ATTRIBUTES"
	v := r.text(name)
	if v == "" {
		return nil
	}
	attributes, ok := pairs(v)
	if !ok {
		r.fail("%s=%q: want key=value,key=value, percent-encoded", name, v)
	}
	return attributes
}

func pairs(list string) (found []attribute.KeyValue, ok bool) {
	for pair := range strings.SplitSeq(list, ",") {
		key, value, cut := strings.Cut(pair, "=")
		key = strings.TrimSpace(key)
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if !cut || key == "" || err != nil {
			return nil, false
		}
		found = append(found, attribute.String(key, value))
	}
	return found, true
}

// endpoint returns the URL to post spans to: the one for traces as it is, or the one for every signal with the path
// of traces below it.
func (r *reader) endpoint() string {
	name := r.exporter("ENDPOINT")
	v := r.text(name)
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		v = v[strings.LastIndexByte(v, '@')+1:] // a password stays out of the error
		r.fail(`%s=%q: want a URL, such as "http://localhost:4318"`, name, v)
		return ""
	}
	if !strings.HasPrefix(name, tracesPrefix) {
		u = u.JoinPath("v1", "traces")
	}
	return u.String()
}

func (r *reader) sampler() sdktrace.Sampler {
	const name = "OTEL_TRACES_SAMPLER"
	v := r.choice(name, "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
		"always_on", "always_off", "traceidratio")
	kind, parent := strings.CutPrefix(v, "parentbased_")
	var sampler sdktrace.Sampler
	switch kind {
	case "always_on":
		sampler = sdktrace.AlwaysSample()
	case "always_off":
		sampler = sdktrace.NeverSample()
	default:
		sampler = sdktrace.TraceIDRatioBased(r.ratio(name + "_ARG"))
	}
	if parent {
		sampler = sdktrace.ParentBased(sampler)
	}
	return sampler
}

func (r *reader) ratio(name string) float64 {
	v := r.text(name)
	if v == "" {
		return 1
	}
	ratio, err := strconv.ParseFloat(v, 64)
	if err != nil || !(ratio >= 0 && ratio <= 1) { // NaN is neither
		r.fail("%s=%q: want a number from 0 to 1", name, v)
	}
	return ratio
}

type build struct{ version, revision, goVersion string }

func readBuild(cfg Config) build {
	b := build{version: cfg.Version, revision: "unknown", goVersion: "unknown"}
	if info, ok := debug.ReadBuildInfo(); ok {
		b.goVersion = info.GoVersion
		if b.version == "" {
			b.version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				b.revision = s.Value
			}
		}
	}
	if b.version == "" {
		b.version = "unknown"
	}
	return b
}
