// Prints the proto files that a service's binary registers, with their packages; the tests build it as a test of its main.
package main

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

func TestRegisteredNames(*testing.T) {
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		fmt.Println("registered", f.Path(), f.Package())
		return true
	})
}
