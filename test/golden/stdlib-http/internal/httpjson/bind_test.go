package httpjson_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/typepb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/orders/internal/httpjson"
	"example.com/orders/internal/platform/call"
)

func TestRequestsAreBoundToTheMessage(t *testing.T) {
	mux := newMux(t, httpjson.Options{},
		route("GET", "/v1/types/{name}", ""),
		route("GET", "/v1/{name=shelves/*/books/*}", ""),
		route("GET", "/v1/files/{source_context.file_name=**}", ""),
		route("POST", "/v1/types", "*"),
		route("PATCH", "/v1/types/{name}", "source_context"),
		route("POST", "/v1/types/{name}:rename", "*"),
		route("GET", "/v1/types/{name}/latest", ""),
		route("PUT", "/v1/fields/{name}", "oneofs"),
	)
	for _, test := range []struct{ name, method, target, body, want string }{
		{"a segment", "GET", "/v1/types/a", "", with(`"name":""`, `"name":"a"`)},
		{"a segment, escaped", "GET", "/v1/types/a%2Fb%20c", "", with(`"name":""`, `"name":"a/b c"`)},
		{"several segments", "GET", "/v1/shelves/1/books/2", "", with(`"name":""`, `"name":"shelves/1/books/2"`)},
		{"many escaped slashes", "GET", "/v1/shelves/%2F%2f/books/%2f%20%2F", "", with(`"name":""`, `"name":"shelves/%2F%2f/books/%2f %2F"`)},
		{"several segments, a slash escaped", "GET", "/v1/shelves/1/books/2%2F3%20", "", with(`"name":""`, `"name":"shelves/1/books/2%2F3 "`)},
		{"any segments into a nested field", "GET", "/v1/files/a/b/c.proto", "", with(`null`, `{"fileName":"a/b/c.proto"}`)},
		{"no segments", "GET", "/v1/files", "", with(`null`, `{"fileName":""}`)},
		{"a literal after a variable", "GET", "/v1/types/a/latest", "", with(`"name":""`, `"name":"a"`)},
		{"a colon that is no verb", "GET", "/v1/types/a:b", "", with(`"name":""`, `"name":"a:b"`)},
		{"a colon at the end", "GET", "/v1/types/a:", "", with(`"name":""`, `"name":"a:"`)},
		{"a verb", "POST", "/v1/types/a:rename", `{}`, with(`"name":""`, `"name":"a"`)},
		{"the query", "GET", "/v1/types/a?oneofs=x&oneofs=y&syntax=SYNTAX_PROTO3&source_context.file_name=f", "",
			with(`"name":""`, `"name":"a"`, `"oneofs":[]`, `"oneofs":["x","y"]`, `"SYNTAX_PROTO2"`, `"SYNTAX_PROTO3"`, `null`, `{"fileName":"f"}`)},
		{"the query, by JSON names and numbers", "GET", "/v1/types/a?sourceContext.fileName=f&syntax=1", "",
			with(`"name":""`, `"name":"a"`, `"SYNTAX_PROTO2"`, `"SYNTAX_PROTO3"`, `null`, `{"fileName":"f"}`)},
		{"a body", "POST", "/v1/types", `{"name":"a","oneofs":["x"]}`, with(`"name":""`, `"name":"a"`, `"oneofs":[]`, `"oneofs":["x"]`)},
		{"an empty body", "POST", "/v1/types", "", empty},
		{"the path over the body", "POST", "/v1/types/a:rename", `{"name":"b"}`, with(`"name":""`, `"name":"a"`)},
		{"a body that is a field", "PATCH", "/v1/types/a?oneofs=x", `{"fileName":"f"}`,
			with(`"name":""`, `"name":"a"`, `"oneofs":[]`, `"oneofs":["x"]`, `null`, `{"fileName":"f"}`)},
		{"a body that is a list", "PUT", "/v1/fields/a", `["x","y"]`, with(`"name":""`, `"name":"a"`, `"oneofs":[]`, `"oneofs":["x","y"]`)},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := send(mux, test.method, test.target, test.body)
			if answer.Code != http.StatusOK || answer.Body.String() != test.want {
				t.Errorf("%d %s\nwant %s", answer.Code, answer.Body, test.want)
			}
		})
	}
}

func TestWhatCannotBeBoundIsRefusedNamingIt(t *testing.T) {
	mux := newMux(t, httpjson.Options{}, route("GET", "/v1/types/{name}", ""), route("POST", "/v1/types", "*"), route("PATCH", "/v1/types", "source_context"))
	for _, test := range []struct{ name, method, target, body, text string }{
		{"an unknown parameter", "GET", "/v1/types/a?colour=red", "", "colour"},
		{"an unknown nested parameter", "GET", "/v1/types/a?source_context.colour=red", "", "source_context.colour"},
		{"a parameter into a list of messages", "GET", "/v1/types/a?fields.name=x", "", "fields.name"},
		{"a value of another type", "GET", "/v1/types/a?syntax=SYNTAX_PROTO9", "", "SYNTAX_PROTO9"},
		{"one value too many", "GET", "/v1/types/a?edition=1&edition=2", "", "edition"},
		{"text that is not UTF-8", "GET", "/v1/types/%ff", "", "name"},
		{"a parameter for what the path binds", "GET", "/v1/types/a?name=b", "", "name is bound by the path"},
		{"a parameter for what the body binds", "PATCH", "/v1/types?sourceContext.fileName=f", "{}", "sourceContext.fileName is bound"},
		{"a parameter beside a body that is everything", "POST", "/v1/types?name=b", "{}", "name can't be a parameter"},
		{"a field by both of its names", "GET", "/v1/types/a?source_context.file_name=f&sourceContext.fileName=g", "", "given twice"},
		{"a message as a parameter", "GET", "/v1/types/a?source_context={}", "", "source_context"},
		{"a key of what is no map", "GET", "/v1/types/a?edition[x]=1", "", "edition[x] is no key of a map"},
		{"a query that is none", "GET", "/v1/types/a?x=%zz", "", "query"},
		{"an unknown field", "POST", "/v1/types", `{"colour":"red"}`, "colour"},
		{"a field of another type", "POST", "/v1/types", `{"name":7}`, "name"},
		{"half a body", "POST", "/v1/types", `{"name":`, "unexpected"},
		{"an unknown field in the field that is the body", "PATCH", "/v1/types", `{"colour":"red"}`, "colour"},
		{"a body that leaves its field", "PATCH", "/v1/types", `{},"name":"a"`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := send(mux, test.method, test.target, test.body)
			if answer.Code != http.StatusBadRequest || !strings.Contains(answer.Body.String(), `{"code":3,"message":"`) || !strings.Contains(answer.Body.String(), test.text) {
				t.Errorf("%d %s", answer.Code, answer.Body)
			}
		})
	}
}

func TestUnknownFieldsAndParametersCanBeIgnored(t *testing.T) {
	mux := newMux(t, httpjson.Options{IgnoreUnknown: true}, route("GET", "/v1/types/{name}", ""), route("POST", "/v1/types", "*"))
	for _, answer := range []*httptest.ResponseRecorder{
		send(mux, "GET", "/v1/types/a?colour=red&name=b", ""),
		send(mux, "POST", "/v1/types?name=b", `{"name":"a","colour":"red"}`),
	} {
		if want := with(`"name":""`, `"name":"a"`); answer.Body.String() != want {
			t.Errorf("%d %s", answer.Code, answer.Body)
		}
	}
}

// mirror answers a method of any message with its own request.
func mirror[M any]() call.Method {
	return call.Unary(func(_ context.Context, m *M) (*M, error) { return m, nil })
}

func TestParametersOfEveryShapeAreBound(t *testing.T) {
	number, flag, text, raw := mirror[wrapperspb.Int64Value](), mirror[wrapperspb.BoolValue](), mirror[wrapperspb.StringValue](), mirror[wrapperspb.BytesValue]()
	double, object, value := mirror[wrapperspb.DoubleValue](), mirror[structpb.Struct](), mirror[structpb.Value]()
	option, part, field := mirror[typepb.Option](), mirror[descriptorpb.UninterpretedOption_NamePart](), mirror[descriptorpb.FieldDescriptorProto]()
	for _, test := range []struct {
		name   string
		method call.Method
		query  string
		status int
		want   string // part of the answer
	}{
		{"a number", number, "value=-9007199254740993", 200, `"-9007199254740993"`},
		{"a number with a point", number, "value=1.0", 400, "value"},
		{"a number out of range", number, "value=9223372036854775808", 400, "value"},
		{"a float", double, "value=1.5", 200, `1.5`},
		{"infinity", double, "value=-Infinity", 200, `"-Infinity"`},
		{"infinity as Go writes it", double, "value=inf", 400, "value"},
		{"a hexadecimal float", double, "value=0x1p4", 400, "value"},
		{"a boolean", flag, "value=true", 200, `true`},
		{"bytes", raw, "value=_-8", 200, `"/+8="`},
		{"bytes with half a padding", raw, "value=YQ=", 400, "value"},
		{"bytes that are none", raw, "value=!", 400, "value"},
		{"text, empty", text, "value=", 200, `""`},
		{"text that is not UTF-8", text, "value=%ff", 400, "value"},
		{"keys of a map, of JSON", object, "fields[a]=[1]&fields[b.c]=%22x%22", 200, `{"a":[1],"b.c":"x"}`},
		{"a key of a map that is not UTF-8", object, "fields[%ff]=1", 400, "fields"},
		{"a value of a map that is no JSON", object, "fields[a]=x", 400, "fields[a]"},
		{"a key of a map twice", object, "fields[a]=1&fields[a]=2", 400, "fields[a] is given 2 times"},
		{"a map without a key", object, "fields=1", 400, "fields is a map"},
		{"a member of a oneof", value, "string_value=a", 200, `"a"`},
		{"two members of a oneof", value, "string_value=a&bool_value=true", 400, "kind"},
		{"an Any", option, "value={}", 400, "value"},
		{"required fields", part, "name_part=a&is_extension=false", 200, `{"namePart":"a","isExtension":false}`},
		{"a required field that is missing", part, "name_part=a", 400, "NamePart.is_extension not set"},
		{"a closed enum", field, "label=LABEL_REPEATED", 200, `"label":"LABEL_REPEATED"`},
		{"a number that an enum lacks", field, "label=9", 400, "label"},
		{"a field below a list", field, "options.uninterpreted_option.string_value=x", 400, "unknown parameter"},
	} {
		t.Run(test.name, func(t *testing.T) {
			mux := newMux(t, httpjson.Options{}, httpjson.Route{Method: "GET", Template: "/v1/x", Procedure: "/x", Call: test.method})
			answer := send(mux, "GET", "/v1/x?"+test.query, "")
			if answer.Code != test.status || !strings.Contains(answer.Body.String(), test.want) {
				t.Errorf("%d %s, want %d %s", answer.Code, answer.Body, test.status, test.want)
			}
		})
	}
}
