package main

import (
	"cmp"
	"fmt"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudwego/thriftgo/generator/golang/streaming"
	"github.com/cloudwego/thriftgo/parser"
)

// checkMethods refuses what Kitex would generate, or leave out, and this service can't serve.
func checkMethods(docs []*document) error {
	for _, d := range docs {
		for _, s := range d.ast.Services {
			for _, f := range s.Functions {
				if err := checkMethod(d, s, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func checkMethod(d *document, s *parser.Service, f *parser.Function) error {
	about := func(hint, format string, args ...any) error {
		p := d.problem(format, args...)
		p.Service, p.Name, p.Hint = s.Name, f.Name, hint
		return p
	}
	method := s.Name + "." + f.Name
	if strings.HasPrefix(f.Name, "_") {
		return about("rename it", "%s begins with an underscore, and Kitex leaves such methods out", method)
	}
	mode, err := streaming.ParseStreaming(f)
	if err != nil {
		return about(`the modes are "unary", "server", "client" and "bidirectional"`, "%s: %v", method, err)
	}
	for _, a := range f.Arguments {
		if constant := constantIn(a.Default); constant != "" {
			return about(
				"write its value instead", "%s: the default of argument %s is the constant %s, which thriftgo looks up for fields alone",
				method, a.Name, constant,
			)
		}
	}
	if (mode.ClientStreaming || mode.ServerStreaming) && !isMessage(f) {
		return about("wrap it in a struct", "%s streams something that is no struct, and Kitex sends nothing else in streams", method)
	}
	return nil
}

// isMessage reports whether both directions of a method carry structs, unions or exceptions, and nothing else.
func isMessage(f *parser.Function) bool {
	return !f.Void && f.FunctionType.Category.IsStructLike() && f.Arguments[0].Type.Category.IsStructLike()
}

// constantIn returns the first constant that a value names.
func constantIn(value *parser.ConstValue) string {
	if value == nil {
		return ""
	}
	if id := value.TypedValue.GetIdentifier(); value.Type == parser.ConstType_ConstIdentifier && id != "true" && id != "false" {
		return id
	}
	for _, item := range value.TypedValue.List {
		if id := constantIn(item); id != "" {
			return id
		}
	}
	for _, entry := range value.TypedValue.Map {
		if id := cmp.Or(constantIn(entry.Key), constantIn(entry.Value)); id != "" {
			return id
		}
	}
	return ""
}

// folder is where the Go code of a file goes, below gen/.
func (d *document) folder() string {
	return strings.ReplaceAll(d.ast.GetNamespaceOrReferenceName("go"), ".", "/")
}

var namespaceLine = regexp.MustCompile(`(?m)^\s*namespace\s+(go|\*)\s`)

// checkNamespace refuses what can't be the path and the name of a Go package.
func (d *document) checkNamespace() error {
	parts := strings.Split(d.folder(), "/")
	name := strings.ToLower(parts[len(parts)-1])
	var reason string
	for _, part := range parts {
		if slices.Contains([]string{"", "internal", "testdata", "vendor"}, part) {
			reason = fmt.Sprintf("Go has a meaning of its own for the folder %q", part)
		}
	}
	if !token.IsIdentifier(name) || name == "_" || name == "main" {
		reason = fmt.Sprintf("no Go package that can be imported is called %q", name)
	}
	if reason == "" {
		return nil
	}
	p := d.problem("its Go would be in gen/%s, and %s", d.folder(), reason)
	p.Hint = "give it a `namespace go` that can be one"
	if at := namespaceLine.FindStringIndex(d.text); at != nil {
		p.Line = strings.Count(strings.TrimRight(d.text[:at[1]], "\r\n"), "\n") + 1
	}
	return p
}

// checkPlaces refuses files and services that Kitex would write over each other, or could not register beside each other.
func checkPlaces(docs []*document) error {
	files := make(map[string]*document)
	services := make(map[string]*document)
	for _, d := range docs {
		if err := d.checkNamespace(); err != nil {
			return err
		}
		file := path.Join(d.folder(), path.Base(d.path))
		if other, taken := files[file]; taken {
			p := d.problem("this file and %s would both be gen/%s", other.path, strings.TrimSuffix(file, ".thrift")+".go")
			p.Hint = "give each a `namespace go` of its own, or another file name"
			return p
		}
		files[file] = d
		for _, s := range d.ast.Services {
			if other, taken := services[s.Name]; taken {
				p := d.problem("service %s is in %s too, and Kitex knows services by their name alone", s.Name, other.path)
				p.Service, p.Hint = s.Name, "rename one of them"
				return p
			}
			services[s.Name] = d
		}
	}
	return nil
}
