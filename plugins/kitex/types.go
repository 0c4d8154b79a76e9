package main

import (
	"slices"
	"strings"

	"github.com/cloudwego/thriftgo/parser"
)

// checkTypes refuses what Thrift has a meaning for and Go has none: thriftgo writes it all the same.
func checkTypes(docs []*document) error {
	for _, d := range docs {
		for _, check := range []func(*document) *problem{checkKeys, checkThrows} {
			if p := check(d); p != nil {
				return p
			}
		}
	}
	return nil
}

func checkKeys(d *document) *problem {
	about := func(name string, t *parser.Type) *problem {
		key := uncomparable(t)
		if key == nil {
			return nil
		}
		p := d.problem("%s has a map with a %s for a key, and Go has no such maps", name, strings.ToLower(key.Category.String()))
		p.Name, p.Hint = name, "make the key a string, a number or a struct, or the map a list of structs"
		return p
	}
	for _, t := range d.ast.Typedefs {
		if p := about(t.Alias, t.Type); p != nil {
			return p
		}
	}
	for _, c := range d.ast.Constants {
		if p := about(c.Name, c.Type); p != nil {
			return p
		}
	}
	for _, s := range d.ast.GetStructLikes() {
		for _, f := range s.Fields {
			if p := about(s.Name, f.Type); p != nil {
				return p
			}
		}
	}
	for _, s := range d.ast.Services {
		for _, f := range s.Functions {
			types := []*parser.Type{f.FunctionType}
			for _, a := range f.Arguments {
				types = append(types, a.Type)
			}
			for _, t := range types {
				if p := about(f.Name, t); p != nil {
					p.Service = s.Name
					return p
				}
			}
		}
	}
	return nil
}

// uncomparable returns a key in the type that no map of Go's can have.
func uncomparable(t *parser.Type) *parser.Type {
	if t == nil {
		return nil
	}
	if key := t.KeyType; key != nil && slices.Contains(collections, key.Category) {
		return key
	}
	if key := uncomparable(t.KeyType); key != nil {
		return key
	}
	return uncomparable(t.ValueType)
}

var collections = []parser.Category{parser.Category_Map, parser.Category_List, parser.Category_Set}

func checkThrows(d *document) *problem {
	for _, s := range d.ast.Services {
		for _, f := range s.Functions {
			for _, t := range f.Throws {
				if t.Type.Category.IsException() {
					continue
				}
				p := d.problem("%s.%s throws %s, and %s is no exception", s.Name, f.Name, t.Name, t.Type.Name)
				p.Service, p.Name, p.Hint = s.Name, f.Name, "throw what is declared as an `exception`"
				return p
			}
		}
	}
	return nil
}
