package main

import (
	"path"
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
	if mode.IsStreaming {
		return about(
			"leave the annotation out, or describe the API in a .proto for a framework that has streams",
			`%s has streaming.mode "%s": Kitex serves that over its own network library alone, whose listeners can't be drained`,
			method, mode.Mode,
		)
	}
	return nil
}

// folder is where the Go code of a file goes, below gen/.
func (d *document) folder() string {
	return strings.ReplaceAll(d.ast.GetNamespaceOrReferenceName("go"), ".", "/")
}

// checkPlaces refuses files and services that Kitex would write over each other, or could not register beside each other.
func checkPlaces(docs []*document) error {
	files := make(map[string]*document)
	services := make(map[string]*document)
	for _, d := range docs {
		file := path.Join(d.folder(), path.Base(d.path))
		if other, taken := files[file]; taken {
			p := d.problem("%s and %s would both be gen/%s", other.path, d.path, strings.TrimSuffix(file, ".thrift")+".go")
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
