package fault_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"example.com/orders/internal/fault"
)

// The table of google/rpc/code.proto.
func TestCodesHaveTheNumbersAndNamesOfGoogleRPC(t *testing.T) {
	for _, tc := range []struct {
		code   fault.Code
		number int
		name   string
	}{
		{fault.OK, 0, "OK"},
		{fault.Canceled, 1, "CANCELLED"},
		{fault.Unknown, 2, "UNKNOWN"},
		{fault.InvalidArgument, 3, "INVALID_ARGUMENT"},
		{fault.DeadlineExceeded, 4, "DEADLINE_EXCEEDED"},
		{fault.NotFound, 5, "NOT_FOUND"},
		{fault.AlreadyExists, 6, "ALREADY_EXISTS"},
		{fault.PermissionDenied, 7, "PERMISSION_DENIED"},
		{fault.ResourceExhausted, 8, "RESOURCE_EXHAUSTED"},
		{fault.FailedPrecondition, 9, "FAILED_PRECONDITION"},
		{fault.Aborted, 10, "ABORTED"},
		{fault.OutOfRange, 11, "OUT_OF_RANGE"},
		{fault.Unimplemented, 12, "UNIMPLEMENTED"},
		{fault.Internal, 13, "INTERNAL"},
		{fault.Unavailable, 14, "UNAVAILABLE"},
		{fault.DataLoss, 15, "DATA_LOSS"},
		{fault.Unauthenticated, 16, "UNAUTHENTICATED"},
		{fault.Code(99), 99, "CODE_99"},
	} {
		if int(tc.code) != tc.number || tc.code.String() != tc.name {
			t.Errorf("got %d %s, want %d %s", int(tc.code), tc.code, tc.number, tc.name)
		}
	}
}

func TestTheCallerNeverReadsInternalText(t *testing.T) {
	cause := errors.New("dial tcp 10.0.0.7:5432: refused")
	for _, tc := range []struct {
		name    string
		err     error
		code    fault.Code
		message string
	}{
		{"nil", nil, fault.OK, ""},
		{"new", fault.New(fault.NotFound, "no such item"), fault.NotFound, "no such item"},
		{"wrapped", fmt.Errorf("reserving: %w", fault.Wrap(fault.Unavailable, "try again", cause)), fault.Unavailable, "try again"},
		{"cancelled", fmt.Errorf("reading: %w", context.Canceled), fault.Canceled, "request cancelled"},
		{"late", context.DeadlineExceeded, fault.DeadlineExceeded, "deadline exceeded"},
		{"unknown", cause, fault.Internal, "internal error"},
	} {
		if code, message := fault.CodeOf(tc.err), fault.MessageOf(tc.err); code != tc.code || message != tc.message {
			t.Errorf("%s: got %s %q, want %s %q", tc.name, code, message, tc.code, tc.message)
		}
	}
}

func TestViolationsReachTheCallerThroughEveryWrapper(t *testing.T) {
	name, count := fault.Violation{Field: "name", Description: "is empty"}, fault.Violation{Description: "no lines"}
	for _, tc := range []struct {
		name    string
		err     error
		message string
		count   int
	}{
		{"one of a field", fault.Invalid(name), "name: is empty", 1},
		{"one of the message", fmt.Errorf("placing: %w", fault.Invalid(count)), "no lines", 1},
		{"several", fault.Invalid(name, count, count), "name: is empty (and 2 more)", 3},
		{"none", fault.New(fault.InvalidArgument, "no"), "no", 0},
		{"none of an unknown error", errors.New("no"), "internal error", 0},
	} {
		if message, violations := fault.MessageOf(tc.err), fault.ViolationsOf(tc.err); message != tc.message || len(violations) != tc.count {
			t.Errorf("%s: got %q %v, want %q", tc.name, message, violations, tc.message)
		}
	}
	if code := fault.CodeOf(fault.Invalid(name)); code != fault.InvalidArgument {
		t.Errorf("got %s", code)
	}
}

func TestTheLogReadsInternalText(t *testing.T) {
	cause := errors.New("disk full")
	err := fault.Wrap(fault.Internal, "not stored", cause)
	if want := "INTERNAL: not stored: disk full"; err.Error() != want {
		t.Errorf("got %q, want %q", err.Error(), want)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is not in the chain")
	}
}
