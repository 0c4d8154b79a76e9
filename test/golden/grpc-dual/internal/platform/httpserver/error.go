package httpserver

import (
	"encoding/json"
	"fmt"
	"net/http"

	"example.com/grpc-dual/internal/fault"
)

// status is google.rpc.Status in JSON.
type status struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
	Details []struct{} `json:"details"`
}

// WriteError answers with google.rpc.Status as JSON, and the HTTP status that belongs to the code.
func WriteError(w http.ResponseWriter, code fault.Code, message string) {
	WriteStatus(w, code.HTTPStatus(), code, message)
}

// TooLarge answers 413 to a body over the limit, in bytes.
func TooLarge(w http.ResponseWriter, limit int64) {
	message := fmt.Sprintf("the body is larger than %d bytes", limit)
	WriteStatus(w, http.StatusRequestEntityTooLarge, fault.ResourceExhausted, message)
}

// WriteStatus is WriteError for the HTTP statuses that no code has: 405, 413, 415.
func WriteStatus(w http.ResponseWriter, httpStatus int, code fault.Code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(httpStatus)
	_ = json.NewEncoder(w).Encode(StatusOf(code, message)) // the caller has gone
}

// StatusOf is what WriteError encodes.
func StatusOf(code fault.Code, message string) any {
	return status{Code: code, Message: message, Details: []struct{}{}}
}
