// Package api is the API of this service: the IDL, and what is made from it.
package api

// OpenAPI is empty: the service speaks no HTTP.
const OpenAPI = ""
