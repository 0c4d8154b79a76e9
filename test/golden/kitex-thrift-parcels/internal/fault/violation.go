package fault

import (
	"errors"
	"fmt"
)

// Violation is one thing that is wrong with a request, for its caller.
type Violation struct {
	Field       string // the path of the field, in the IDL's names: "lines[0].quantity"; empty for the whole message
	Description string // "must be greater than 0"
}

// Invalid returns an *Error of InvalidArgument that tells the caller of each violation; the first is in its message.
func Invalid(first Violation, others ...Violation) *Error {
	message := first.Description
	if first.Field != "" {
		message = first.Field + ": " + message
	}
	if len(others) > 0 {
		message = fmt.Sprintf("%s (and %d more)", message, len(others))
	}
	return &Error{Code: InvalidArgument, Message: message, Violations: append([]Violation{first}, others...)}
}

// ViolationsOf returns the Violations of the first *Error in the chain of err.
func ViolationsOf(err error) []Violation {
	var e *Error
	if errors.As(err, &e) {
		return e.Violations
	}
	return nil
}
