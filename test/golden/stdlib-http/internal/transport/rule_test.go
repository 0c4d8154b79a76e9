package transport

import (
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/orders/internal/fault"
)

func refuseInvalid(message any) error {
	if text, ok := message.(*wrapperspb.StringValue); ok && text.GetValue() == "invalid" {
		return fault.Invalid(fault.Violation{Field: "value", Description: "is invalid"})
	}
	return nil
}
