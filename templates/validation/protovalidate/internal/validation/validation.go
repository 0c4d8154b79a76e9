// Package validation checks messages against the rules that the IDL has for them, written as buf/validate options.
package validation

import (
	"errors"
	"fmt"
	"strings"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"gomicro.example/service/internal/fault"
)

// Bounds of one answer: over gRPC it travels in a trailer, and callers refuse large ones.
const (
	maxViolations = 10
	maxText       = 400 // bytes of a field's path or of a description: both may hold what the caller sent
)

// New compiles the rules of messages and of every message in them, and returns what checks a message. The check fails
// with a *fault.Error that names field and rule. The error of New names a rule that does not compile.
func New(messages ...proto.Message) (func(message any) error, error) {
	validator, err := protovalidate.New(protovalidate.WithMessages(messages...))
	if err != nil {
		return nil, fmt.Errorf("rules of the IDL: %w", err)
	}
	seen := make(map[protoreflect.FullName]bool)
	for _, message := range messages {
		if err := compile(validator, message.ProtoReflect().Descriptor(), seen); err != nil {
			return nil, err
		}
	}
	return func(message any) error {
		request, ok := message.(proto.Message)
		if !ok {
			return fmt.Errorf("validate: %T is no protobuf message", message)
		}
		if err := validator.Validate(request); err != nil {
			return refusal(request, err)
		}
		return nil
	}, nil
}

// compile reports a rule that does not compile, which protovalidate keeps to itself until such a message comes.
func compile(validator protovalidate.Validator, descriptor protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) error {
	if seen[descriptor.FullName()] {
		return nil
	}
	seen[descriptor.FullName()] = true
	var broken *protovalidate.CompilationError
	if err := validator.Validate(dynamicpb.NewMessage(descriptor)); errors.As(err, &broken) {
		text, _, _ := strings.Cut(broken.Error(), "\n") // CEL draws a picture of the place below it
		return fmt.Errorf("rules of %s: %s", descriptor.FullName(), text)
	}
	for i := range descriptor.Fields().Len() {
		field := descriptor.Fields().Get(i)
		if field.IsMap() {
			field = field.MapValue()
		}
		if field.Message() == nil {
			continue
		}
		if err := compile(validator, field.Message(), seen); err != nil {
			return err
		}
	}
	return nil
}

// refusal is what a broken rule is answered with.
func refusal(message proto.Message, err error) error {
	var invalid *protovalidate.ValidationError
	if !errors.As(err, &invalid) { // the values make a rule impossible to evaluate
		return fmt.Errorf("validate %s: %w", message.ProtoReflect().Descriptor().FullName(), err)
	}
	var violations []fault.Violation
	for _, violation := range invalid.Violations[:min(len(invalid.Violations), maxViolations)] {
		text := violation.Proto.GetMessage()
		if text == "" { // a rule of the IDL that has no words
			text = violation.Proto.GetRuleId()
		}
		field := protovalidate.FieldPathString(violation.Proto.GetField())
		violations = append(violations, fault.Violation{Field: shorten(field), Description: shorten(text)})
	}
	return fault.Invalid(violations[0], violations[1:]...)
}

func shorten(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "..."
	}
	return strings.ToValidUTF8(text, "")
}
