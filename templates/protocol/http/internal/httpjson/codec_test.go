package httpjson

import (
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// httpBody makes google.api.HttpBody, whose Go package is in the services alone whose IDL imports it.
func httpBody(t *testing.T) *dynamicpb.Message {
	t.Helper()
	field := func(name string, number int32, kind descriptorpb.FieldDescriptorProto_Type) *descriptorpb.FieldDescriptorProto {
		return &descriptorpb.FieldDescriptorProto{Name: proto.String(name), Number: proto.Int32(number), Type: kind.Enum(),
			Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()}
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("httpbody.proto"), Package: proto.String("google.api"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("HttpBody"), Field: []*descriptorpb.FieldDescriptorProto{
			field("content_type", 1, descriptorpb.FieldDescriptorProto_TYPE_STRING),
			field("data", 2, descriptorpb.FieldDescriptorProto_TYPE_BYTES),
		}}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return dynamicpb.NewMessage(file.Messages().Get(0))
}

func TestHTTPBodiesAreTakenAndServedAsTheyAre(t *testing.T) {
	for contentType, want := range map[string]string{"text/csv": "text/csv", "": "application/octet-stream", "\xff": "application/octet-stream"} {
		body := httpBody(t)
		setHTTPBody(body, contentType, []byte("a;b"))
		content, err := encode(body, "")
		if err != nil || !content.Raw || content.Type != want || string(content.Data) != "a;b" {
			t.Errorf("%q: %v, %v", contentType, content, err)
		}
		if content.StreamType() != want || string(content.Event()) != "a;b" {
			t.Errorf("%q: an event is %q of %s", contentType, content.Event(), content.StreamType())
		}
	}
}
