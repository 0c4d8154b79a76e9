package transport

import "example.com/orders/internal/platform/env"

// HTTPSettings are the settings of HTTP/JSON.
type HTTPSettings struct {
	UnknownFields string // HTTP_UNKNOWN_FIELDS, "refuse" or "ignore": JSON fields and parameters that the IDL does not have
}

func readHTTP(e *env.Env) HTTPSettings {
	return HTTPSettings{UnknownFields: e.Choice("HTTP_UNKNOWN_FIELDS", "refuse", "ignore")}
}
