package validation_test

import (
	"strings"
	"testing"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate" // the options below
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/sourcecontextpb"

	"gomicro.example/service/internal/fault"
	"gomicro.example/service/internal/validation"
)

// orders is an IDL of its own, so that these tests hold whatever the service's is.
const orders = `
name: "orders.proto" package: "orders" syntax: "proto3"
message_type {
  name: "Order"
  options { [buf.validate.message] { cel { id: "o" message: "min is above max" expression: "this.min <= this.max" } } }
  field { name: "id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL options { [buf.validate.field] { string { min_len: 3 } } } }
  field { name: "order_lines" number: 2 type: TYPE_MESSAGE type_name: ".orders.Line" label: LABEL_REPEATED }
  field { name: "min" number: 3 type: TYPE_INT32 label: LABEL_OPTIONAL }
  field { name: "max" number: 4 type: TYPE_INT32 label: LABEL_OPTIONAL }
}
message_type {
  name: "Line"
  field { name: "count" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL options { [buf.validate.field] { int32 { gt: 0 } } } }
  field { name: "parts" number: 2 type: TYPE_MESSAGE type_name: ".orders.Line" label: LABEL_REPEATED }
}
message_type {
  name: "Plain"
  field { name: "text" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
}
message_type {
  name: "Outer"
  field { name: "inner" number: 1 type: TYPE_MESSAGE type_name: ".orders.Broken" label: LABEL_OPTIONAL }
}
message_type {
  name: "Broken"
  field { name: "id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL options { [buf.validate.field] { cel { id: "b" expression: "this.nosuch > 1" } } } }
}`

// message returns a message of orders with the values in text.
func message(t *testing.T, name protoreflect.Name, text string) proto.Message {
	t.Helper()
	file := &descriptorpb.FileDescriptorProto{}
	if err := prototext.Unmarshal([]byte(orders), file); err != nil {
		t.Fatal(err)
	}
	descriptor, err := protodesc.NewFile(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := dynamicpb.NewMessage(descriptor.Messages().ByName(name))
	if err := protojson.Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	return m
}

// check validates one message.
func check(t *testing.T, m proto.Message) error {
	t.Helper()
	validate, err := validation.New(m)
	if err != nil {
		t.Fatal(err)
	}
	return validate(m)
}

func TestEveryBrokenRuleIsNamedWithItsField(t *testing.T) {
	err := check(t, message(t, "Order", `{"id": "a", "orderLines": [{"count": 1}, {"count": -1}], "min": 2, "max": 1}`))
	if code := fault.CodeOf(err); code != fault.InvalidArgument {
		t.Errorf("got %v: %v", code, err)
	}
	want := map[string]string{"": "min is above max", "id": "at least 3 characters", "order_lines[1].count": "greater than 0"}
	violations := fault.ViolationsOf(err)
	if len(violations) != len(want) {
		t.Errorf("got %v", violations)
	}
	for _, violation := range violations {
		if text, ok := want[violation.Field]; !ok || !strings.Contains(violation.Description, text) {
			t.Errorf("%q: %q, want %q", violation.Field, violation.Description, text)
		}
	}
}

func TestMessagesThatKeepTheRulesPass(t *testing.T) {
	for name, text := range map[protoreflect.Name]string{"Order": `{"id": "abc", "orderLines": [{"count": 1}]}`, "Plain": `{"text": ""}`} {
		if err := check(t, message(t, name, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnAnswerStaysSmall(t *testing.T) {
	lines := strings.Repeat(`{"count": 1, "parts": [`, 200) + `{}` + strings.Repeat(`, {}`, 200) + strings.Repeat(`]}`, 200)
	err := check(t, message(t, "Line", lines))
	size := len(fault.MessageOf(err))
	for _, violation := range fault.ViolationsOf(err) {
		size += len(violation.Field) + len(violation.Description)
	}
	if size == 0 || size > 8<<10 {
		t.Errorf("%d bytes", size)
	}
}

func TestARuleThatDoesNotCompileIsAnErrorOfOneLineAtTheStart(t *testing.T) {
	_, err := validation.New(message(t, "Outer", `{}`))
	if err == nil || !strings.Contains(err.Error(), "rules of orders.Broken: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkAMessageWithoutRules(b *testing.B) {
	m := &sourcecontextpb.SourceContext{FileName: "hello"}
	validate, err := validation.New(m)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := validate(m); err != nil {
			b.Fatal(err)
		}
	}
}
