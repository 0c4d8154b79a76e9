package transporttest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/rpc"
	"example.com/orders/internal/transport"
)

// httpWire calls methods by their first route.
func httpWire(client *http.Client, address string, services rpc.Services) Wire {
	routes := make(map[string]httpjson.Route)
	for _, route := range transport.Routes(services) {
		if _, ok := routes[route.Procedure]; !ok {
			routes[route.Procedure] = route
		}
	}
	return Wire{Protocol: "http", call: func(ctx context.Context, procedure string, req, resp proto.Message) (int, error) {
		route, ok := routes[procedure]
		if !ok {
			return 0, fmt.Errorf("no route for %s", procedure)
		}
		request, err := newRequest(ctx, "http://"+address, route, req)
		if err != nil {
			return 0, err
		}
		response, err := client.Do(request)
		if err != nil {
			return 0, err
		}
		defer func() { _ = response.Body.Close() }() // it has been read
		return receive(response, route, resp)
	}}
}

var (
	variable = regexp.MustCompile(`\{([^}=]+)(?:=([^}]*))?\}|\*+`)
	wildcard = regexp.MustCompile(`\*+`)
)

// samples are the texts of values, by kind or well-known type.
var samples = map[string]string{
	"string": "1", "bytes": "MQ==", "bool": "true", "float": "1", "double": "1",
	"int32": "1", "sint32": "1", "sfixed32": "1", "uint32": "1", "fixed32": "1",
	"int64": "1", "sint64": "1", "sfixed64": "1", "uint64": "1", "fixed64": "1",
	"StringValue": "1", "BytesValue": "MQ==", "BoolValue": "true", "FloatValue": "1", "DoubleValue": "1",
	"Int32Value": "1", "UInt32Value": "1", "Int64Value": "1", "UInt64Value": "1",
	"Timestamp": "1970-01-01T00:00:00Z", "Duration": "1s",
}

// newRequest puts the message where the route has it: path, body and query.
func newRequest(ctx context.Context, base string, route httpjson.Route, message proto.Message) (*http.Request, error) {
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(message)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	if text[0] == '{' { // Timestamp and its like have none
		if err := json.Unmarshal(text, &fields); err != nil {
			return nil, err
		}
	}
	path := variable.ReplaceAllStringFunc(route.Template, func(match string) string {
		parts := variable.FindStringSubmatch(match)
		if value := take(fields, strings.Split(parts[1], ".")); value != "" {
			return (&url.URL{Path: value}).EscapedPath()
		}
		if parts[2] == "" || parts[2] == "*" {
			return sample(message.ProtoReflect().Descriptor(), parts[1])
		}
		return wildcard.ReplaceAllString(parts[2], "1")
	})
	var body []byte
	switch route.Body {
	case "":
	case "*":
		body, fields = text, nil
	default:
		if value, ok := fields[route.Body]; ok {
			if body, err = json.Marshal(value); err != nil {
				return nil, err
			}
		}
		delete(fields, route.Body)
	}
	query := make(url.Values)
	flatten(query, "", fields)
	request, err := http.NewRequestWithContext(ctx, route.Method, base+path+"?"+query.Encode(), bytes.NewReader(body))
	if err == nil && route.Body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, err
}

// sample returns the text of a value that the field at path takes.
func sample(message protoreflect.MessageDescriptor, path string) string {
	name, rest, nested := strings.Cut(path, ".")
	field := message.Fields().ByName(protoreflect.Name(name))
	switch {
	case field == nil:
		return "1" // a wildcard without a field
	case nested:
		return sample(field.Message(), rest)
	case field.Enum() != nil:
		return string(field.Enum().Values().Get(0).Name())
	case field.Message() == nil:
		return samples[field.Kind().String()]
	default:
		return samples[string(field.Message().Name())]
	}
}

// take removes the field at path and returns its text; empty where it is not set.
func take(fields map[string]any, path []string) string {
	value, ok := fields[path[0]]
	if inner, nested := value.(map[string]any); nested && len(path) > 1 {
		return take(inner, path[1:])
	}
	if !ok || len(path) > 1 {
		return ""
	}
	delete(fields, path[0])
	return fmt.Sprint(value)
}

func flatten(query url.Values, name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			flatten(query, strings.TrimPrefix(name+"."+key, "."), inner)
		}
	case []any:
		for _, inner := range v {
			flatten(query, name, inner)
		}
	default:
		query.Add(name, fmt.Sprint(v))
	}
}

// receive reads an answer, or the events of a stream.
func receive(response *http.Response, route httpjson.Route, resp proto.Message) (int, error) {
	if response.Header.Get("Content-Type") == "text/event-stream" {
		return receiveEvents(response.Body, route, resp)
	}
	body, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return 0, err
	case response.StatusCode != http.StatusOK:
		return 0, failure(body)
	}
	return 1, decode(body, route, resp)
}

func receiveEvents(stream io.Reader, route httpjson.Route, resp proto.Message) (int, error) {
	received, failed := 0, false
	lines := bufio.NewReader(stream)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return received, nil
		}
		if err != nil {
			return received, err
		}
		failed = failed || bytes.HasPrefix(line, []byte("event: error"))
		data, ok := bytes.CutPrefix(line, []byte("data: "))
		switch {
		case !ok:
			continue
		case failed:
			return received, failure(data)
		}
		if err := decode(data, route, resp); err != nil {
			return received, err
		}
		received++
	}
}

func decode(text []byte, route httpjson.Route, resp proto.Message) error {
	if route.ResponseBody != "" {
		text = fmt.Appendf(nil, "{%q: %s}", route.ResponseBody, text)
	}
	proto.Reset(resp)
	return protojson.Unmarshal(text, resp)
}

// failure reads google.rpc.Status.
func failure(text []byte) error {
	var status struct {
		Code    fault.Code `json:"code"`
		Message string     `json:"message"`
	}
	if err := json.Unmarshal(text, &status); err != nil || status.Code == fault.OK {
		return fmt.Errorf("not a status: %s", text)
	}
	return fault.New(status.Code, status.Message)
}
