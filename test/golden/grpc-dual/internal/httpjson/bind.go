package httpjson

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"example.com/grpc-dual/internal/fault"
)

// bind fills the request from body, query and path, in this order: what the path says stands.
func (m *Mux) bind(req proto.Message, r *http.Request, route *entry, path []string, body []byte) error {
	if route.Body != "" {
		if err := m.decode(req, route.Body, body); err != nil {
			return err
		}
	}
	if route.Body != "*" && r.URL.RawQuery != "" {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return fault.Wrap(fault.InvalidArgument, "the query can't be parsed", err)
		}
		for name, values := range query {
			if err := m.set(req, name, values); err != nil {
				return err
			}
		}
	}
	for i, value := range route.template.capture(path) {
		if err := assign(req.ProtoReflect(), route.template.variables[i].field, []string{value}); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mux) set(req proto.Message, name string, values []string) error {
	if m.options.IgnoreUnknown && resolve(req.ProtoReflect().Descriptor(), name) == nil {
		return nil
	}
	return assign(req.ProtoReflect(), name, values)
}

// checkQuery refuses parameters that the message has no field for.
func checkQuery(descriptor protoreflect.MessageDescriptor, query url.Values) error {
	for name := range query {
		plain, _, _ := strings.Cut(name, "[") // a map's key
		if resolve(descriptor, plain) == nil {
			return unknown(name)
		}
	}
	return nil
}

func unknown(name string) error {
	return fault.New(fault.InvalidArgument, fmt.Sprintf("unknown parameter %q", name))
}

// fieldNamed finds a field by its name in the IDL or in JSON.
func fieldNamed(descriptor protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if field := descriptor.Fields().ByName(protoreflect.Name(name)); field != nil {
		return field
	}
	return descriptor.Fields().ByJSONName(name)
}

// resolve finds a field by a path such as book.author.name; nil where there is none.
func resolve(descriptor protoreflect.MessageDescriptor, path string) protoreflect.FieldDescriptor {
	name, rest, nested := strings.Cut(path, ".")
	field := fieldNamed(descriptor, name)
	if field == nil || !nested {
		return field
	}
	if field.Message() == nil || field.IsList() || field.IsMap() {
		return nil
	}
	return resolve(field.Message(), rest)
}

// assign sets the field at path to the values, of which only a list may have several.
func assign(message protoreflect.Message, path string, values []string) error {
	target, name := message, path
	for {
		head, rest, nested := strings.Cut(name, ".")
		field := fieldNamed(target.Descriptor(), head)
		switch {
		case field == nil || field.IsMap():
			return unknown(path)
		case !nested:
			return setField(target, field, path, values)
		case field.Message() == nil || field.IsList():
			return unknown(path)
		}
		target, name = target.Mutable(field).Message(), rest
	}
}

func setField(target protoreflect.Message, field protoreflect.FieldDescriptor, path string, values []string) error {
	if field.IsList() {
		list := target.Mutable(field).List()
		for _, text := range values {
			value, err := parse(field, list.NewElement, path, text)
			if err != nil {
				return err
			}
			list.Append(value)
		}
		return nil
	}
	if len(values) != 1 {
		return fault.New(fault.InvalidArgument, fmt.Sprintf("%s is given %d times", path, len(values)))
	}
	value, err := parse(field, func() protoreflect.Value { return target.NewField(field) }, path, values[0])
	if err != nil {
		return err
	}
	target.Set(field, value)
	return nil
}

// parse reads one value. Messages can only be those with a JSON form of one word: timestamps, durations, masks, wrappers.
func parse(field protoreflect.FieldDescriptor, empty func() protoreflect.Value, path, text string) (protoreflect.Value, error) {
	value, err := parseScalar(field, text)
	if field.Message() != nil {
		value = empty()
		err = protojson.Unmarshal([]byte(text), value.Message().Interface())
		if err != nil {
			err = protojson.Unmarshal([]byte(strconv.Quote(text)), value.Message().Interface())
		}
	}
	if err != nil {
		kind := field.Kind().String()
		if field.Message() != nil {
			kind = string(field.Message().FullName())
		}
		return value, fault.Wrap(fault.InvalidArgument, fmt.Sprintf("%s: %q is no %s", path, text, kind), err)
	}
	return value, nil
}

func parseScalar(field protoreflect.FieldDescriptor, text string) (protoreflect.Value, error) {
	switch field.Kind() {
	case protoreflect.StringKind:
		if !utf8.ValidString(text) { // it could not be encoded again
			return protoreflect.Value{}, errors.New("not UTF-8")
		}
		return protoreflect.ValueOfString(text), nil
	case protoreflect.BoolKind:
		v, err := strconv.ParseBool(text)
		return protoreflect.ValueOfBool(v), err
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		v, err := strconv.ParseInt(text, 10, 32)
		return protoreflect.ValueOfInt32(int32(v)), err
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		v, err := strconv.ParseInt(text, 10, 64)
		return protoreflect.ValueOfInt64(v), err
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		v, err := strconv.ParseUint(text, 10, 32)
		return protoreflect.ValueOfUint32(uint32(v)), err
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		v, err := strconv.ParseUint(text, 10, 64)
		return protoreflect.ValueOfUint64(v), err
	case protoreflect.FloatKind:
		v, err := strconv.ParseFloat(text, 32)
		return protoreflect.ValueOfFloat32(float32(v)), err
	case protoreflect.DoubleKind:
		v, err := strconv.ParseFloat(text, 64)
		return protoreflect.ValueOfFloat64(v), err
	case protoreflect.BytesKind:
		v, err := parseBytes(text)
		return protoreflect.ValueOfBytes(v), err
	case protoreflect.EnumKind:
		return parseEnum(field.Enum(), text)
	case protoreflect.MessageKind, protoreflect.GroupKind:
	}
	return protoreflect.Value{}, nil
}

// parseBytes takes both base64 alphabets, with and without padding, as proto3 JSON does.
func parseBytes(text string) ([]byte, error) {
	plain := strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	return base64.RawStdEncoding.DecodeString(plain)
}

// parseEnum takes a value's name or number.
func parseEnum(enum protoreflect.EnumDescriptor, text string) (protoreflect.Value, error) {
	if value := enum.Values().ByName(protoreflect.Name(text)); value != nil {
		return protoreflect.ValueOfEnum(value.Number()), nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n)), err
}
