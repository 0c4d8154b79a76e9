package httpjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/httpserver"
)

// Content is an encoded message, or an encoded field of one.
type Content struct {
	Type string // media type
	Raw  bool   // the data of a google.api.HttpBody, not JSON
	Data []byte
}

// encode returns proto3 JSON with unpopulated fields; of one field of the message when field is not empty. Of a
// google.api.HttpBody it returns the data.
func encode(m proto.Message, field string) (Content, error) {
	message := m.ProtoReflect()
	if field != "" {
		descriptor := fieldNamed(message.Descriptor(), field)
		switch {
		case descriptor == nil:
			return Content{}, fmt.Errorf("response_body: %s has no field %s", message.Descriptor().FullName(), field)
		case isHTTPBody(descriptor.Message()) && !descriptor.IsList() && !descriptor.IsMap():
			return rawContent(message.Get(descriptor).Message()), nil
		}
		return pick(m, descriptor)
	}
	if isHTTPBody(message.Descriptor()) {
		return rawContent(message), nil
	}
	text, err := marshal(m)
	if err != nil {
		return Content{}, err
	}
	return jsonContent(text)
}

func marshal(m proto.Message) ([]byte, error) {
	text, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", m.ProtoReflect().Descriptor().FullName(), err)
	}
	return text, nil
}

func pick(m proto.Message, field protoreflect.FieldDescriptor) (Content, error) {
	text, err := marshal(m)
	if err != nil {
		return Content{}, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return Content{}, fmt.Errorf("response_body: %w", err)
	}
	picked, ok := fields[field.JSONName()]
	if !ok { // optional, and not set
		picked = json.RawMessage("null")
	}
	return jsonContent(picked)
}

// jsonContent takes out the white space that protojson varies on purpose; what is served should not vary.
func jsonContent(text []byte) (Content, error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return Content{}, fmt.Errorf("compact: %w", err)
	}
	return Content{Type: "application/json", Data: compact.Bytes()}, nil
}

// google.api.HttpBody is known by its name: its Go package is in the services alone whose IDL imports it.
func isHTTPBody(descriptor protoreflect.MessageDescriptor) bool {
	return descriptor != nil && descriptor.FullName() == "google.api.HttpBody"
}

func rawContent(httpBody protoreflect.Message) Content {
	fields := httpBody.Descriptor().Fields()
	content := Content{
		Type: httpBody.Get(fields.ByName("content_type")).String(),
		Raw:  true,
		Data: httpBody.Get(fields.ByName("data")).Bytes(),
	}
	if content.Type == "" {
		content.Type = "application/octet-stream" // or net/http would guess, and a browser might run it
	}
	return content
}

// errMediaType marks a request whose body is not JSON: 415.
var errMediaType = errors.New("unsupported media type")

// readBody returns the body of a route that has one.
func (e *Exchange) readBody() ([]byte, error) {
	if e.route.Body == "" {
		return nil, nil
	}
	body, err := io.ReadAll(e.r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, fault.Wrap(fault.ResourceExhausted, httpserver.TooLargeMessage(tooLarge.Limit), err)
	case err != nil:
		return nil, fault.Wrap(fault.InvalidArgument, "the body could not be read", err)
	case len(body) > 0 && !e.route.rawBody && !isJSON(e.r.Header.Get("Content-Type")):
		return nil, fault.Wrap(fault.InvalidArgument, "want a body of application/json", errMediaType)
	}
	return body, nil
}

func isJSON(contentType string) bool {
	if contentType == "" || contentType == "application/json" { // most requests need no parsing
		return true
	}
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && (mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"))
}

// decode reads the body into the message, or into the field of it that the route names.
func (m *Mux) decode(req proto.Message, route *entry, contentType string, body []byte) error {
	message := req.ProtoReflect()
	switch {
	case route.rawBody && route.Body == "*":
		setHTTPBody(message, contentType, body)
		return nil
	case route.rawBody:
		setHTTPBody(message.Mutable(fieldNamed(message.Descriptor(), route.Body)).Message(), contentType, body)
		return nil
	case len(bytes.TrimSpace(body)) == 0:
		return nil
	case route.Body == "*":
		return m.unmarshal(req, body, plain)
	case !json.Valid(body): // or it could close the field that it is put into, and set others
		return fault.New(fault.InvalidArgument, "the body is no JSON")
	}
	name := fieldNamed(message.Descriptor(), route.Body).JSONName()
	return m.unmarshal(req, fmt.Appendf(nil, "{%q:%s}", name, body), placeless)
}

func (m *Mux) unmarshal(req proto.Message, text []byte, describe func(error) string) error {
	// Required fields may come from the path or the query.
	options := protojson.UnmarshalOptions{DiscardUnknown: m.options.IgnoreUnknown, AllowPartial: true}
	if err := options.Unmarshal(text, req); err != nil {
		return fault.Wrap(fault.InvalidArgument, describe(err), err)
	}
	return nil
}

var place = regexp.MustCompile(`\(line \d+:\d+\): `)

// placeless leaves the place out, which is not one of the body that was sent.
func placeless(err error) string { return place.ReplaceAllString(plain(err), "") }

// plain is the text of an error of the protobuf module, which names field and place; it varies a space on purpose.
func plain(err error) string {
	return strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\u00a0", " "), "proto: ")
}

func setHTTPBody(httpBody protoreflect.Message, contentType string, data []byte) {
	fields := httpBody.Descriptor().Fields()
	if contentType != "" && utf8.ValidString(contentType) {
		httpBody.Set(fields.ByName("content_type"), protoreflect.ValueOfString(contentType))
	}
	httpBody.Set(fields.ByName("data"), protoreflect.ValueOfBytes(data))
}
