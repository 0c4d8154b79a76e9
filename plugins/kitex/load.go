package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
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
	packages map[string]*types.Package     // by folder, such as gen/orders/v1
	handlers map[string]handler            // by folder of a service
	messages map[types.Object][]types.Type // of the types of streams
	failing  []*ast.File                   // of the package that has an error
	loading  []string                      // folders, from the first to the one that is being checked
	failed   error
}

// load checks that what Kitex generated compiles: for some names it does not, and the user would learn it from the Go
// compiler, about code that is not theirs. It checks the packages of the share, and what they import.
func load(module string, docs []*document, own share) (*code, error) {
	c := &code{
		module:   module,
		fset:     token.NewFileSet(),
		packages: make(map[string]*types.Package),
		handlers: make(map[string]handler),
		messages: make(map[types.Object][]types.Type),
	}
	elsewhere := make(map[string]bool)
	for _, d := range docs {
		elsewhere["gen/"+d.folder()] = true
	}
	for _, d := range own.packages(docs) {
		folder := "gen/" + d.folder()
		services, err := below(folder)
		if err != nil {
			return nil, err
		}
		services = slices.DeleteFunc(services, func(folder string) bool { return elsewhere[folder] })
		for _, folder := range append([]string{folder}, services...) {
			if _, err := c.check(folder); err != nil {
				return nil, c.blame(err, docs)
			}
		}
	}
	return c, nil
}

// below returns the folders in a folder: services have packages there, and files may.
func below(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, entry := range entries {
		if entry.IsDir() {
			folders = append(folders, path.Join(folder, entry.Name()))
		}
	}
	return folders, nil
}

// files parses the Go files of a folder.
func (c *code) files(folder string) ([]*ast.File, error) {
	names, err := filepath.Glob(path.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(path.Base(name), "k-") {
			source = withoutBodies(source)
		}
		file, err := parser.ParseFile(c.fset, name, source, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("kitex: %w", err)
		}
		files = append(files, file)
	}
	return files, nil
}

// withoutBodies leaves the names of the functions of a file that gofmt has formatted; lines stay where they are. The fast
// codec is three quarters of all code, and nothing else in it is from the IDL.
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
			declarations = append(append(declarations, nameOf(head)...), "()\n"...)
		default:
			declarations = append(declarations, line...)
		}
	}
	return declarations
}

// nameOf returns `func (p *Order) BLength` of `func (p *Order) BLength() int`.
func nameOf(head []byte) []byte {
	receiver := 0
	if bytes.HasPrefix(head, []byte("func (")) {
		receiver = bytes.IndexByte(head, ')')
	}
	return head[:receiver+bytes.IndexByte(head[receiver:], '(')]
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
	files, err := c.files(folder)
	if err != nil {
		return nil, err
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
	pkg, _ := config.Check(c.module+"/"+folder, c.fset, files, nil) // Error has all errors
	if c.failed != nil {
		return nil, c.failed
	}
	if first != nil {
		c.failing = files
		return nil, first
	}
	c.packages[folder] = pkg
	c.handlers[folder] = handlerOf(files)
	return pkg, c.findStreams(pkg, files)
}

// findStreams reads the messages of `type Orders_WatchServer streaming.ServerStreamingServer[Event]`, which go/types does
// not, as the generic type is in a package that is not here.
func (c *code) findStreams(pkg *types.Package, files []*ast.File) error {
	for _, file := range files {
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				named, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				for _, argument := range typeArguments(named) {
					info := &types.Info{Types: make(map[ast.Expr]types.TypeAndValue)}
					if err := types.CheckExpr(c.fset, pkg, argument.Pos(), argument, info); err != nil {
						return fmt.Errorf("kitex: %w", err)
					}
					object := pkg.Scope().Lookup(named.Name.Name)
					c.messages[object] = append(c.messages[object], info.Types[argument].Type)
				}
			}
		}
	}
	return nil
}

func typeArguments(named *ast.TypeSpec) []ast.Expr {
	switch generic := named.Type.(type) {
	case *ast.IndexExpr:
		return []ast.Expr{generic.Index}
	case *ast.IndexListExpr:
		return generic.Indices
	default:
		return nil
	}
}

// follows reports whether an error is only because the packages of other modules are not here: a panic whose argument
// has no type does not count as one, and a stream whose type is one of theirs can't be nil.
func follows(err error) bool {
	var found types.Error
	return errors.As(err, &found) &&
		(found.Soft || found.Msg == "missing return" ||
			strings.HasPrefix(found.Msg, "could not import ") || strings.HasPrefix(found.Msg, "cannot use nil as "))
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
			if method == "" && strings.HasSuffix(found.Msg, " redeclared in this block") {
				p.Hint = "Kitex imports two packages by one name: give one `namespace go` another last part"
			}
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
	for _, file := range c.failing {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Pos() <= pos && pos <= f.End() {
				return strings.TrimSuffix(f.Name.Name, "Handler")
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
