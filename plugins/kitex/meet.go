//go:build wasip1

package main

// meet waits until every share is here, and reports whether all could do their work.
//
//go:wasmimport kitex meet
func meet(ok bool) bool
