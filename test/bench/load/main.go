// Command load calls the benchmark's method on one server over a fixed number of connections, each of which sends its
// next request when it has the answer to the last. It prints one JSON document, and fails on the first wrong answer.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"sync"
	"time"
)

// caller makes one call and checks its answer.
type caller func() error

func main() {
	protocol := flag.String("protocol", "http", "http or grpc")
	address := flag.String("address", "", "host:port, on loopback")
	connections := flag.Int("connections", 16, "number of connections")
	warmUp := flag.Duration("warm-up", 300*time.Millisecond, "time before anything is counted")
	duration := flag.Duration("duration", 1500*time.Millisecond, "time that is counted")
	flag.Parse()
	dial, ok := map[string]func(context.Context, string) (caller, error){"http": dialHTTP, "grpc": dialGRPC}[*protocol]
	if !ok {
		log.Fatalf("protocol %q: want http or grpc", *protocol)
	}
	ctx, cancel := context.WithTimeout(context.Background(), *warmUp+*duration+10*time.Second)
	defer cancel()
	callers := make([]caller, *connections)
	for i := range callers {
		var err error
		if callers[i], err = dial(ctx, *address); err != nil {
			log.Fatal(err)
		}
	}
	warm, err := run(callers, *warmUp)
	if err != nil {
		log.Fatal(err)
	}
	begun := time.Now()
	latencies, err := run(callers, *duration)
	if err != nil {
		log.Fatal(err)
	}
	elapsed := time.Since(begun)
	if len(latencies) == 0 {
		log.Fatal("no answer in time")
	}
	slices.Sort(latencies)
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{
		"requests":  len(latencies),
		"total":     len(warm) + len(latencies), // of the process, for what the server spent on all of them
		"perSecond": float64(len(latencies)) / elapsed.Seconds(),
		"p99Ms":     float64(latencies[len(latencies)*99/100].Microseconds()) / 1000,
	}); err != nil {
		log.Fatal(err)
	}
}

// run lets every caller call for the given time, and returns how long each call took.
func run(callers []caller, duration time.Duration) ([]time.Duration, error) {
	var (
		wg        sync.WaitGroup
		latencies = make([][]time.Duration, len(callers))
		errs      = make([]error, len(callers))
	)
	end := time.Now().Add(duration)
	for i, call := range callers {
		wg.Go(func() {
			for begun := time.Now(); begun.Before(end); {
				if err := call(); err != nil {
					errs[i] = fmt.Errorf("connection %d: %w", i, err)
					return
				}
				now := time.Now()
				latencies[i] = append(latencies[i], now.Sub(begun))
				begun = now
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(latencies...), nil
}
