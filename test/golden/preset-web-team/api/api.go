// Package api is the API of this service: the IDL, and what is made from it.
package api

import _ "embed"

// OpenAPI describes the HTTP API, in YAML.
//
//go:embed openapi.yaml
var OpenAPI string
