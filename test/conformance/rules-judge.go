package validation_test

import (
	"os"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"gomicro.example/service/internal/validation"
)

// TestJudge says of each message in judged.proto, of the image beside this file, whether its rules compile.
func TestJudge(t *testing.T) {
	image, err := os.ReadFile("image.binpb")
	if err != nil {
		t.Fatal(err)
	}
	set := &descriptorpb.FileDescriptorSet{}
	if err := proto.Unmarshal(image, set); err != nil {
		t.Fatal(err)
	}
	files, err := protodesc.NewFiles(set)
	if err != nil {
		t.Fatal(err)
	}
	file, err := files.FindFileByPath("judged.proto")
	if err != nil {
		t.Fatal(err)
	}
	for i := range file.Extensions().Len() { // as the generated code does
		if err := protoregistry.GlobalTypes.RegisterExtension(dynamicpb.NewExtensionType(file.Extensions().Get(i))); err != nil {
			t.Fatal(err)
		}
	}
	for i := range file.Messages().Len() {
		var message protoreflect.MessageDescriptor = file.Messages().Get(i)
		if _, err := validation.New(dynamicpb.NewMessage(message)); err != nil {
			t.Logf("REFUSED %s: %v", message.Name(), err)
		} else {
			t.Logf("TAKEN %s", message.Name())
		}
	}
}
