package httpserver

import (
	"encoding/json"
	"fmt"
	"net/http"

	"example.com/orders/internal/fault"
)

// Status returns the HTTP status that google/rpc/code.proto maps code to; 500 for a number that has no name.
func Status(code fault.Code) int {
	switch code {
	case fault.OK:
		return http.StatusOK
	case fault.Canceled:
		return 499 // client closed request: nginx's number, which net/http does not name
	case fault.InvalidArgument, fault.FailedPrecondition, fault.OutOfRange:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.PermissionDenied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.AlreadyExists, fault.Aborted:
		return http.StatusConflict
	case fault.ResourceExhausted:
		return http.StatusTooManyRequests
	case fault.Unimplemented:
		return http.StatusNotImplemented
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.DeadlineExceeded:
		return http.StatusGatewayTimeout
	default:
		return http.StatusInternalServerError
	}
}

// status is google.rpc.Status in JSON.
type status struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
	Details []any      `json:"details"`
}

// badRequest is google.rpc.BadRequest as one of the details.
type badRequest struct {
	Type       string           `json:"@type"`
	Violations []fieldViolation `json:"fieldViolations"`
}

type fieldViolation struct {
	Field       string `json:"field,omitempty"`
	Description string `json:"description,omitempty"`
}

// DetailsOf returns what the caller may read of err beside its message: google.rpc.BadRequest if it has violations.
func DetailsOf(err error) []any {
	violations := fault.ViolationsOf(err)
	if len(violations) == 0 {
		return nil
	}
	detail := badRequest{Type: "type.googleapis.com/google.rpc.BadRequest"}
	for _, violation := range violations {
		detail.Violations = append(detail.Violations, fieldViolation(violation))
	}
	return []any{detail}
}

// WriteError answers with google.rpc.Status as JSON, and the HTTP status that belongs to the code.
func WriteError(w http.ResponseWriter, code fault.Code, message string, details ...any) {
	WriteStatus(w, Status(code), code, message, details...)
}

// TooLarge answers 413 to a body over the limit, in bytes.
func TooLarge(w http.ResponseWriter, limit int64) {
	WriteStatus(w, http.StatusRequestEntityTooLarge, fault.ResourceExhausted, TooLargeMessage(limit))
}

// TooLargeMessage tells a caller of a body over the limit, in bytes.
func TooLargeMessage(limit int64) string {
	return fmt.Sprintf("the body is larger than %d bytes", limit)
}

// WriteStatus is WriteError for the HTTP statuses that no code has: 405, 413, 415.
func WriteStatus(w http.ResponseWriter, httpStatus int, code fault.Code, message string, details ...any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(httpStatus)
	_ = json.NewEncoder(w).Encode(Body(code, message, details...)) // the caller has gone
}

// Body returns what WriteError encodes: google.rpc.Status as JSON has it.
func Body(code fault.Code, message string, details ...any) any {
	return status{Code: code, Message: message, Details: append([]any{}, details...)} // none is [], not null
}
