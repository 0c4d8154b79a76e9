package main

import "strings"

// sameName reports whether a name of the file may be a name in Go: get_item and GetItem.
func sameName(name, goName string) bool { return plain(name) == plain(goName) }

// packageName is the name of the package of a service: sub_service is in subservice.
func packageName(service string) string { return plain(service) }

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
