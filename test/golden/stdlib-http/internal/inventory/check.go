package inventory

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/orders/internal/fault"
)

// maxIDLength is more than any id the service gives out has.
const maxIDLength = 64

func invalid(field, want string) error {
	return fault.New(fault.InvalidArgument, field+": "+want)
}

// checkText accepts 1 to limit characters that a database, a log and a terminal can take.
func checkText(field, value string, limit int) error {
	n := utf8.RuneCountInString(value)
	if n < 1 || n > limit || !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return invalid(field, fmt.Sprintf("want 1 to %d characters, no control characters", limit))
	}
	return nil
}

func checkID(field, value string) error {
	return checkText(field, value, maxIDLength)
}

func checkRange(field string, value, low int64) error {
	if value < low || value > MaxStock {
		return invalid(field, fmt.Sprintf("want %d to %d", low, MaxStock))
	}
	return nil
}
