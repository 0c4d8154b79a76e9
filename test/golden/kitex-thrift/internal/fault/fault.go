// Package fault is the service's one error vocabulary: a code that every transport can translate,
// a message for the caller, and the internal error that only the log sees.
package fault

import (
	"context"
	"errors"
	"strconv"
)

// Code says what went wrong, in the numbers of google.rpc.Code (and so of gRPC).
type Code int

// The codes, with the numbers of google.rpc.Code.
const (
	OK Code = iota
	Canceled
	Unknown
	InvalidArgument
	DeadlineExceeded
	NotFound
	AlreadyExists
	PermissionDenied
	ResourceExhausted
	FailedPrecondition
	Aborted
	OutOfRange
	Unimplemented
	Internal
	Unavailable
	DataLoss
	Unauthenticated
)

// String returns the name google.rpc.Code gives c, such as "NOT_FOUND", or "CODE_99" for a number that has none.
func (c Code) String() string {
	switch c {
	case OK:
		return "OK"
	case Canceled:
		return "CANCELLED"
	case Unknown:
		return "UNKNOWN"
	case InvalidArgument:
		return "INVALID_ARGUMENT"
	case DeadlineExceeded:
		return "DEADLINE_EXCEEDED"
	case NotFound:
		return "NOT_FOUND"
	case AlreadyExists:
		return "ALREADY_EXISTS"
	case PermissionDenied:
		return "PERMISSION_DENIED"
	case ResourceExhausted:
		return "RESOURCE_EXHAUSTED"
	case FailedPrecondition:
		return "FAILED_PRECONDITION"
	case Aborted:
		return "ABORTED"
	case OutOfRange:
		return "OUT_OF_RANGE"
	case Unimplemented:
		return "UNIMPLEMENTED"
	case Internal:
		return "INTERNAL"
	case Unavailable:
		return "UNAVAILABLE"
	case DataLoss:
		return "DATA_LOSS"
	case Unauthenticated:
		return "UNAUTHENTICATED"
	default:
		return "CODE_" + strconv.Itoa(int(c))
	}
}

// Error is a failure with a code. Message and Violations are for the caller; Err is for the log and is never sent.
type Error struct {
	Code       Code
	Message    string
	Violations []Violation // of single fields; see Invalid
	Err        error       // may be nil
}

// New returns an *Error that the caller caused or can act on: there is nothing more to log.
func New(code Code, message string) *Error {
	return &Error{Code: code, Message: message}
}

// Wrap returns an *Error that tells the caller message and keeps err for the log.
func Wrap(code Code, message string, err error) *Error {
	return &Error{Code: code, Message: message, Err: err}
}

// Error returns the text for the log, with the internal error in it: send MessageOf instead.
func (e *Error) Error() string {
	text := e.Code.String() + ": " + e.Message
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the internal error, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of err: OK for nil, that of the first *Error in its chain, Canceled or
// DeadlineExceeded for what a context reports, and Internal for everything else.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return OK
	case errors.As(err, &e):
		return e.Code
	case errors.Is(err, context.Canceled):
		return Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return DeadlineExceeded
	default:
		return Internal
	}
}

// MessageOf returns what the caller may read of err: the Message of the first *Error in its chain, or a
// fixed text, because the text of an unknown error may name hosts, queries and users.
func MessageOf(err error) string {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Message
	case errors.Is(err, context.Canceled):
		return "request cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline exceeded"
	default:
		return "internal error"
	}
}

// From returns what the caller is told of err: the first *Error in its chain, or an *Error made of CodeOf and MessageOf
// that keeps err for the log. It returns nil for nil.
func From(err error) *Error {
	var e *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	default:
		return &Error{Code: CodeOf(err), Message: MessageOf(err), Err: err}
	}
}
