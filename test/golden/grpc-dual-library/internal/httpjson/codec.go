package httpjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"example.com/grpc-dual-library/internal/fault"
	"example.com/grpc-dual-library/internal/platform/httpserver"
)

// encode returns proto3 JSON with unpopulated fields; of one field of the message when field is not empty.
func encode(m proto.Message, field string) ([]byte, error) {
	text, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", m.ProtoReflect().Descriptor().FullName(), err)
	}
	if field != "" {
		return pick(m, field, text)
	}
	// protojson varies its white space on purpose; what is served should not.
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return nil, fmt.Errorf("compact: %w", err)
	}
	return compact.Bytes(), nil
}

func pick(m proto.Message, field string, text []byte) ([]byte, error) {
	descriptor := fieldNamed(m.ProtoReflect().Descriptor(), field)
	if descriptor == nil {
		return nil, fmt.Errorf("response_body: %s has no field %s", m.ProtoReflect().Descriptor().FullName(), field)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, fmt.Errorf("response_body: %w", err)
	}
	return fields[descriptor.JSONName()], nil
}

// readBody returns the body of a route that has one. Where it can't, it has answered.
func readBody(w http.ResponseWriter, r *http.Request, route *entry) ([]byte, bool) {
	if route.Body == "" {
		return nil, true
	}
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		httpserver.TooLarge(w, tooLarge.Limit)
		return nil, false
	case err != nil:
		fail(w, r, fault.Wrap(fault.InvalidArgument, "the body could not be read", err))
		return nil, false
	case len(body) > 0 && !isJSON(r.Header.Get("Content-Type")):
		httpserver.WriteStatus(w, http.StatusUnsupportedMediaType, fault.InvalidArgument, "want a body of application/json")
		return nil, false
	}
	return body, true
}

// restore lets the body be read again.
func restore(r *http.Request, body []byte) {
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
}

func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && (mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"))
}

// decode reads JSON into the message, or into one of its fields.
func (m *Mux) decode(req proto.Message, field string, body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if field != "*" {
		descriptor := fieldNamed(req.ProtoReflect().Descriptor(), field)
		if descriptor == nil {
			return fmt.Errorf("body: %s has no field %s", req.ProtoReflect().Descriptor().FullName(), field)
		}
		if !json.Valid(body) { // or it could close the field it is put into, and set others
			return fault.New(fault.InvalidArgument, "the body is no JSON")
		}
		body = fmt.Appendf(nil, "{%q:%s}", descriptor.JSONName(), body)
	}
	err := protojson.UnmarshalOptions{DiscardUnknown: m.options.IgnoreUnknown}.Unmarshal(body, req)
	if err != nil {
		// protojson names the field and the place; it varies a space on purpose.
		text := strings.ReplaceAll(err.Error(), "\u00a0", " ")
		return fault.Wrap(fault.InvalidArgument, strings.TrimPrefix(text, "proto: "), err)
	}
	return nil
}
