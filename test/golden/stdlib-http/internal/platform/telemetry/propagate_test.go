package telemetry

import (
	"math/rand/v2"
	"net/http"
	"testing"

	"go.opentelemetry.io/otel/baggage"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// What a request carries is read as OpenTelemetry's propagator reads it, whatever the headers hold.
func TestExtractIsWhatThePropagatorExtracts(t *testing.T) {
	standard := propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})
	tel := &Telemetry{propagator: standard}
	random := rand.New(rand.NewPCG(1, 2))
	words := map[string][]string{
		"traceparent": {
			"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
			"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
		},
		"tracestate": {"", "a=1", "a=1,b=2", "=", "a=1,a=2"},
		"baggage":    {"", "k=v", "k=v;p=q,l=w", "k", "k=%ff", "x=y"},
	}
	traces, bags := 0, 0
	for range 5000 {
		header, single := make(http.Header), make(propagation.MapCarrier)
		for name, values := range words {
			for range random.IntN(3) {
				value := values[random.IntN(len(values))]
				header.Add(name, value)
				single[name] = value
			}
		}
		for _, pair := range []struct{ own, standard propagation.TextMapCarrier }{
			{headerCarrier{propagation.HeaderCarrier(header)}, propagation.HeaderCarrier(header)}, {single, single},
		} {
			got, want := tel.extract(t.Context(), pair.own), standard.Extract(t.Context(), pair.standard)
			span, wantSpan := trace.SpanContextFromContext(got), trace.SpanContextFromContext(want)
			bag, wantBag := baggage.FromContext(got), baggage.FromContext(want)
			if !span.Equal(wantSpan) || len(bag.Members()) != len(wantBag.Members()) {
				t.Fatalf("%v: %v and %v, want %v and %v", header, span, bag, wantSpan, wantBag)
			}
			for _, member := range wantBag.Members() {
				if bag.Member(member.Key()).String() != member.String() {
					t.Fatalf("%v: %v, want %v", header, bag, wantBag)
				}
			}
			if span.IsValid() {
				traces++
			}
			bags += bag.Len()
		}
	}
	if traces < 100 || bags < 100 {
		t.Errorf("the headers lack variety: %d traces, %d members", traces, bags)
	}
}
