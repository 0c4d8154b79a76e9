package httpjson

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"

	"example.com/orders/internal/fault"
)

// parse reads the value of a parameter, or of one element of it. Of messages it takes those whose JSON is one word, and
// JSON where that can be anything; empty makes the message.
func parse(field protoreflect.FieldDescriptor, name, text string, empty func() protoreflect.Value) (protoreflect.Value, error) {
	kind := field.Kind().String()
	var value protoreflect.Value
	var err error
	if field.Message() == nil {
		value, err = parseScalar(field, text)
	} else {
		kind = string(field.Message().FullName())
		value = empty()
		err = parseMessage(value.Message(), text)
	}
	if err != nil {
		return value, fault.Wrap(fault.InvalidArgument, fmt.Sprintf("%s: %q is no %s", name, text, kind), err)
	}
	return value, nil
}

func parseMessage(message protoreflect.Message, text string) error {
	descriptor := message.Descriptor()
	switch descriptor.FullName() {
	case "google.protobuf.DoubleValue", "google.protobuf.FloatValue", "google.protobuf.Int64Value",
		"google.protobuf.UInt64Value", "google.protobuf.Int32Value", "google.protobuf.UInt32Value",
		"google.protobuf.BoolValue", "google.protobuf.StringValue", "google.protobuf.BytesValue":
		field := descriptor.Fields().ByName("value")
		value, err := parseScalar(field, text)
		if err == nil {
			message.Set(field, value)
		}
		return err
	case "google.protobuf.Timestamp", "google.protobuf.Duration":
		return unmarshalText(message, text)
	case "google.protobuf.FieldMask":
		return unmarshalText(message, lowerCamel(text))
	case "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue":
		return protojson.Unmarshal([]byte(text), message.Interface())
	case "google.protobuf.Empty":
		if text != "" && text != "{}" {
			return errors.New("not empty")
		}
		return nil
	}
	return errors.New("only its fields can be parameters")
}

// unmarshalText reads a message whose JSON is a string.
func unmarshalText(message protoreflect.Message, text string) error {
	quoted, err := json.Marshal(text)
	if err != nil {
		return err
	}
	return protojson.Unmarshal(quoted, message.Interface())
}

// lowerCamel turns display_name into displayName, as a mask has it in JSON: in a query both are common.
func lowerCamel(text string) string {
	var b strings.Builder
	upper := false
	for _, r := range text {
		if r == '_' && !upper {
			upper = true
			continue
		}
		if upper {
			r = unicode.ToUpper(r)
		}
		upper = false
		b.WriteRune(r)
	}
	return b.String()
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
		v, err := parseFloat(text, 32)
		return protoreflect.ValueOfFloat32(float32(v)), err
	case protoreflect.DoubleKind:
		v, err := parseFloat(text, 64)
		return protoreflect.ValueOfFloat64(v), err
	case protoreflect.BytesKind:
		v, err := parseBytes(text)
		return protoreflect.ValueOfBytes(v), err
	case protoreflect.EnumKind:
		return parseEnum(field.Enum(), text)
	case protoreflect.MessageKind, protoreflect.GroupKind:
	}
	return protoreflect.Value{}, errors.New("no scalar")
}

// parseFloat takes what proto3 JSON does: of strconv's, not hexadecimal, underscores and other words for infinity.
func parseFloat(text string, bits int) (float64, error) {
	switch text {
	case "NaN":
		return math.NaN(), nil
	case "Infinity":
		return math.Inf(1), nil
	case "-Infinity":
		return math.Inf(-1), nil
	}
	if strings.ContainsAny(text, "xX_iInN") {
		return 0, errors.New("no decimal number")
	}
	return strconv.ParseFloat(text, bits)
}

// parseBytes takes either base64 alphabet, padded or not, as proto3 JSON does.
func parseBytes(text string) ([]byte, error) {
	encoding := base64.StdEncoding
	if strings.ContainsAny(text, "-_") {
		encoding = base64.URLEncoding
	}
	if len(text)%4 != 0 {
		encoding = encoding.WithPadding(base64.NoPadding)
	}
	return encoding.DecodeString(text)
}

// parseEnum takes the name or the number of a value.
func parseEnum(enum protoreflect.EnumDescriptor, text string) (protoreflect.Value, error) {
	value := enum.Values().ByName(protoreflect.Name(text))
	if value == nil {
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return protoreflect.Value{}, err
		}
		if value = enum.Values().ByNumber(protoreflect.EnumNumber(n)); value == nil {
			return protoreflect.Value{}, errors.New("no such value")
		}
	}
	return protoreflect.ValueOfEnum(value.Number()), nil
}
