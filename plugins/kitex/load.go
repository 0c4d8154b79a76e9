package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// code is what was generated, type-checked.
type code struct {
	module   string
	fset     *token.FileSet
	syntax   map[string][]*ast.File // by folder, such as gen/orders/v1
	packages map[string]*types.Package
	loading  []string // folders, from the first to the one that is being checked
	failed   error
}

// load checks that what Kitex generated compiles: for some names it does not, and the user would learn it from the Go
// compiler, about code that is not theirs.
func load(module string, docs []*document) (*code, error) {
	c := &code{
		module:   module,
		fset:     token.NewFileSet(),
		syntax:   make(map[string][]*ast.File),
		packages: make(map[string]*types.Package),
	}
	if err := filepath.WalkDir("gen", c.parse); err != nil {
		return nil, err
	}
	folders := make([]string, 0, len(c.syntax))
	for folder := range c.syntax {
		folders = append(folders, folder)
	}
	slices.Sort(folders)
	for _, folder := range folders {
		if _, err := c.check(folder); err != nil {
			return nil, c.blame(err, docs)
		}
	}
	return c, nil
}

func (c *code) parse(file string, entry fs.DirEntry, err error) error {
	if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") {
		return err
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if strings.HasPrefix(path.Base(filepath.ToSlash(file)), "k-") {
		source = withoutBodies(source)
	}
	syntax, err := parser.ParseFile(c.fset, file, source, parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("kitex: %w", err)
	}
	folder := path.Dir(filepath.ToSlash(file))
	c.syntax[folder] = append(c.syntax[folder], syntax)
	return nil
}

// withoutBodies empties the functions of a file that gofmt has formatted; lines stay where they are. What the fast codec
// does is three quarters of all code, and names from the IDL are in its declarations.
func withoutBodies(source []byte) []byte {
	var declarations []byte
	inside := false
	for line := range bytes.Lines(source) {
		switch head, isFunc := bytes.CutSuffix(line, []byte(" {\n")); {
		case inside:
			inside = !bytes.Equal(line, []byte("}\n"))
			declarations = append(declarations, '\n')
		case isFunc && bytes.HasPrefix(line, []byte("func ")):
			inside = true
			declarations = append(append(declarations, head...), " { panic(0) }\n"...)
		default:
			declarations = append(declarations, line...)
		}
	}
	return declarations
}

// Import is called for what the generated code imports. Packages of other modules are not here; go/types forgives all
// that is done with a package that it could not import.
func (c *code) Import(imported string) (*types.Package, error) {
	folder, own := strings.CutPrefix(imported, c.module+"/")
	if !own {
		return nil, errElsewhere
	}
	pkg, err := c.check(folder)
	if err != nil && c.failed == nil {
		c.failed = err
	}
	return pkg, err
}

var errElsewhere = errors.New("a package of another module")

func (c *code) check(folder string) (*types.Package, error) {
	if pkg := c.packages[folder]; pkg != nil {
		return pkg, nil
	}
	if slices.Contains(c.loading, folder) {
		return nil, &circle{append(slices.Clone(c.loading), folder)}
	}
	c.loading = append(c.loading, folder)
	defer func() { c.loading = c.loading[:len(c.loading)-1] }()
	var first error
	config := types.Config{
		Importer: c,
		Error: func(err error) {
			if first == nil && !follows(err) {
				first = err
			}
		},
	}
	pkg, _ := config.Check(c.module+"/"+folder, c.fset, c.syntax[folder], nil) // Error has all errors
	if c.failed != nil {
		return nil, c.failed
	}
	if first != nil {
		return nil, first
	}
	c.packages[folder] = pkg
	return pkg, nil
}

// follows reports whether an error is only because the packages of other modules are not here: a panic whose argument
// has no type does not count as one.
func follows(err error) bool {
	var found types.Error
	return errors.As(err, &found) &&
		(found.Soft || strings.HasPrefix(found.Msg, "could not import ") || found.Msg == "missing return")
}

// circle is a circle of imports. Files have none, but their namespaces may.
type circle struct{ folders []string }

func (c *circle) Error() string { return "import cycle: " + strings.Join(c.folders, ", ") }

// blame finds the file of the user's that an error in the generated code comes from.
func (c *code) blame(err error, docs []*document) error {
	var round *circle
	if errors.As(err, &round) {
		at := docs[slices.IndexFunc(docs, func(d *document) bool { return "gen/"+d.folder() == round.folders[0] })]
		p := at.problem("Go packages can't import each other in a circle, as %s do", strings.Join(round.folders, ", "))
		p.Hint = "give these files one `namespace go`, or move what both need to a third"
		return p
	}
	var found types.Error
	if !errors.As(err, &found) {
		return err
	}
	position := c.fset.Position(found.Pos)
	folder, file := path.Dir(filepath.ToSlash(position.Filename)), path.Base(position.Filename)
	method := c.methodAt(found.Pos)
	for _, d := range docs {
		p := d.problem("Kitex generates Go code that does not compile: %s:%d: %s", position.Filename, position.Line, found.Msg)
		if "gen/"+d.folder() == folder && isCodeOf(file, d) {
			p.Service, p.Name = mentioned(found.Msg, d)
			p.Hint = "rename what it mentions"
			return p
		}
		for _, s := range d.ast.Services {
			if "gen/"+path.Join(d.folder(), packageName(s.Name)) != folder {
				continue
			}
			p.Service, p.Hint = s.Name, "rename an argument of the method"
			for _, f := range s.Functions {
				if method != "" && sameName(f.Name, method) {
					p.Name = f.Name
				}
			}
			return p
		}
	}
	return fmt.Errorf("kitex: %w", err)
}

func isCodeOf(file string, d *document) bool {
	stem := strings.TrimSuffix(path.Base(d.path), ".thrift")
	return file == stem+".go" || file == "k-"+stem+".go"
}

// methodAt returns the method whose code is at a position.
func (c *code) methodAt(pos token.Pos) string {
	for _, files := range c.syntax {
		for _, file := range files {
			if pos < file.FileStart || pos > file.FileEnd {
				continue
			}
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Pos() <= pos && pos <= f.End() {
					return strings.TrimSuffix(f.Name.Name, "Handler")
				}
			}
		}
	}
	return ""
}

// mentioned returns a name of the file's that a message has, with its service if it is a function, or nothing.
func mentioned(message string, d *document) (service, name string) {
	words := strings.FieldsFunc(message, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	for _, word := range words {
		for _, s := range d.ast.GetStructLikes() {
			if sameName(s.Name, word) {
				return "", s.Name
			}
		}
		for _, s := range d.ast.Services {
			if sameName(s.Name, word) {
				return "", s.Name
			}
		}
	}
	return inherited(words, d)
}

// inherited returns a function that is, in Go, one of the service that its own extends: get_item and getItem.
func inherited(words []string, d *document) (service, name string) {
	for _, s := range d.ast.Services {
		for _, f := range s.Functions {
			if s.Extends != "" && slices.ContainsFunc(words, func(word string) bool { return sameName(f.Name, word) }) {
				return s.Name, f.Name
			}
		}
	}
	return "", ""
}
