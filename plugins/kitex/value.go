package main

import (
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// zero returns the zero value of a type, as Go writes it.
func (c *code) zero(t types.Type) string {
	basic, ok := t.Underlying().(*types.Basic)
	switch {
	case !ok:
		return "nil"
	case basic.Info()&types.IsString != 0:
		return `""`
	case basic.Info()&types.IsBoolean != 0:
		return "false"
	default:
		return "0"
	}
}

// value returns an expression for an argument that the other side can read: not nil where a struct is, and with every
// struct in it that has required fields. It is empty for a struct that holds itself and has required fields: Kitex sends
// the innermost one empty, unless the field is optional.
func (c *code) value(t types.Type) string {
	pointer, ok := t.(*types.Pointer)
	if !ok {
		return c.zero(t)
	}
	literal, ok := c.literal(pointer.Elem(), nil)
	if !ok {
		return ""
	}
	return "&" + literal
}

func (c *code) literal(t types.Type, outer []types.Type) (string, bool) {
	inside := append(slices.Clip(outer), t)
	if isUnion(t) {
		member, ok := c.member(t, inside)
		return c.name(t) + "{" + member + "}", ok
	}
	var fields []string
	for field := range mandatory(t) {
		pointer, ok := field.Type().(*types.Pointer)
		if !ok || !demanding(pointer.Elem(), nil) {
			continue
		}
		if contains(inside, pointer.Elem()) {
			return "", false
		}
		value, ok := c.literal(pointer.Elem(), inside)
		if !ok {
			return "", false
		}
		fields = append(fields, field.Name()+": &"+value)
	}
	return c.name(t) + "{" + strings.Join(fields, ", ") + "}", true
}

// isUnion reports whether Kitex panics when it sends a value in which not exactly one field is set.
func isUnion(t types.Type) bool {
	named, ok := t.(*types.Named)
	if !ok {
		return false
	}
	method, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, named.Obj().Pkg(), "CountSetFields"+named.Obj().Name())
	return method != nil
}

// member sets the first field of a union.
func (c *code) member(t types.Type, inside []types.Type) (string, bool) {
	s, ok := t.Underlying().(*types.Struct)
	if !ok || s.NumFields() == 0 {
		return "", false
	}
	field := s.Field(0)
	pointer, ok := field.Type().(*types.Pointer)
	switch {
	case !ok: // a list, a map or bytes
		return field.Name() + ": " + c.name(field.Type()) + "{}", true
	case contains(inside, pointer.Elem()):
		return "", false
	case isStruct(pointer.Elem()):
		value, ok := c.literal(pointer.Elem(), inside)
		return field.Name() + ": &" + value, ok
	default:
		return field.Name() + ": new(" + c.name(pointer.Elem()) + ")", true
	}
}

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// mandatory yields the fields of a struct that are always sent; a nil struct among them is sent empty.
func mandatory(t types.Type) func(yield func(*types.Var) bool) {
	return func(yield func(*types.Var) bool) {
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return
		}
		for i := range s.NumFields() {
			if requiredness(s.Tag(i)) != "optional" && !yield(s.Field(i)) {
				return
			}
		}
	}
}

// demanding reports whether an empty struct would not be read.
func demanding(t types.Type, inside []types.Type) bool {
	if contains(inside, t) {
		return false
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if requiredness(s.Tag(i)) == "required" {
				return true
			}
		}
	}
	for field := range mandatory(t) {
		if pointer, ok := field.Type().(*types.Pointer); ok && demanding(pointer.Elem(), append(slices.Clip(inside), t)) {
			return true
		}
	}
	return false
}

func contains(list []types.Type, t types.Type) bool {
	return slices.ContainsFunc(list, func(other types.Type) bool { return types.Identical(t, other) })
}

// requiredness is in the tag `frugal:"1,required,string"`.
func requiredness(tag string) string {
	parts := strings.Split(reflect.StructTag(tag).Get("frugal"), ",")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}
