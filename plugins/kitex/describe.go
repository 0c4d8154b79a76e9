package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/cloudwego/thriftgo/generator/golang/streaming"
	idl "github.com/cloudwego/thriftgo/parser"
)

// service is one of a file's services, as Kitex named it. Go types have their packages in braces, such as
// []*{gen/orders/v1}.Order.
type service struct {
	File    string   `json:"file"` // below api/
	Name    string   `json:"name"`
	Package string   `json:"package"` // folder of the generated service code
	Types   string   `json:"types"`   // folder of the interface and the messages
	Methods []method `json:"methods"` // the inherited ones after the own ones
}

type method struct {
	File    string      `json:"file"`    // that declares it
	Service string      `json:"service"` // in the file
	Name    string      `json:"name"`
	GoName  string      `json:"goName"`
	Oneway  bool        `json:"oneway"`
	Args    []parameter `json:"args"`
	Result  string      `json:"result"`           // Go type, or empty
	Zero    string      `json:"zero"`             // of the result
	Stream  *stream     `json:"stream,omitempty"` // instead of Args and Result
}

// stream is what a method's handler gets and sends its messages by.
type stream struct {
	Kind     string `json:"kind"` // server, client or bidi
	Type     string `json:"type"` // of the handler's argument
	Request  string `json:"request"`
	Response string `json:"response"`
	Value    string `json:"value"` // a Go expression: a request that can be sent
}

type parameter struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"` // a Go expression: something that can be sent
}

// describe returns every service with what its handler has to be.
func describe(c *code, docs []*document) ([]service, error) {
	var services []service
	for _, d := range docs {
		for _, s := range d.ast.Services {
			folder, iface, err := c.find(s.Name, "gen/"+d.folder())
			if err != nil {
				return nil, fmt.Errorf("kitex: service %s: %w", s.Name, err)
			}
			methods, err := c.methods(iface, d.ast, s)
			if err != nil {
				return nil, fmt.Errorf("kitex: service %s: %w", s.Name, err)
			}
			services = append(services, service{
				File: d.path, Name: s.Name, Package: folder, Types: "gen/" + d.folder(), Methods: methods,
			})
		}
	}
	return services, nil
}

// find returns the package of a service and its interface.
func (c *code) find(service, parent string) (string, *types.Named, error) {
	folders, err := below(parent)
	if err != nil {
		return "", nil, err
	}
	for _, folder := range folders {
		if _, err := c.check(folder); err != nil {
			return "", nil, err
		}
		h := c.handlers[folder]
		if h.service != service {
			continue
		}
		object := c.packages[parent].Scope().Lookup(h.iface)
		if object == nil {
			return "", nil, fmt.Errorf("no %s in %s", h.iface, parent)
		}
		if named, ok := object.Type().(*types.Named); ok {
			return folder, named, nil
		}
	}
	return "", nil, fmt.Errorf("no package of it below %s", parent)
}

// handler is what the package of a service says of itself: `serviceName := "Orders"` and `handlerType := (*v1.Orders)(nil)`.
type handler struct{ service, iface string }

func handlerOf(files []*ast.File) (h handler) {
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			assign, ok := n.(*ast.AssignStmt)
			if !ok || len(assign.Lhs) != 1 {
				return true
			}
			target, _ := assign.Lhs[0].(*ast.Ident)
			switch value := assign.Rhs[0].(type) {
			case *ast.BasicLit:
				if target != nil && target.Name == "serviceName" {
					h.service, _ = strconv.Unquote(value.Value) // it was parsed
				}
			case *ast.CallExpr:
				if target != nil && target.Name == "handlerType" {
					ast.Inspect(value.Fun, func(n ast.Node) bool {
						if selector, ok := n.(*ast.SelectorExpr); ok {
							h.iface = selector.Sel.Name
						}
						return true
					})
				}
			}
			return true
		})
	}
	return h
}

// methods returns the interface's own methods in the order of the file, then those that it inherits.
func (c *code) methods(named *types.Named, doc *idl.Thrift, s *idl.Service) ([]method, error) {
	iface, ok := named.Underlying().(*types.Interface)
	if !ok {
		return nil, fmt.Errorf("%s is no interface", named)
	}
	own := slices.Collect(iface.ExplicitMethods())
	slices.SortFunc(own, func(a, b *types.Func) int { return int(a.Pos() - b.Pos()) })
	if len(own) != len(s.Functions) {
		return nil, fmt.Errorf("%d functions are %d methods", len(s.Functions), len(own))
	}
	methods := make([]method, 0, len(s.Functions))
	for i, f := range s.Functions {
		m := c.method(own[i].Signature())
		m.File, m.Service, m.Name, m.GoName, m.Oneway = strings.TrimPrefix(doc.Filename, root+"/"), s.Name, f.Name, own[i].Name(), f.Oneway
		if kind := kindOf(f); kind != "unary" {
			m.Args, m.Result, m.Zero = []parameter{}, "", ""
			var err error
			if m.Stream, err = c.stream(kind, own[i]); err != nil {
				return nil, err
			}
		}
		methods = append(methods, m)
	}
	if s.Extends == "" {
		return methods, nil
	}
	base, name := doc, s.Extends
	if ref := s.Reference; ref != nil {
		base, name = doc.Includes[ref.Index].Reference, ref.Name
	}
	parent, found := base.GetService(name)
	if !found || iface.NumEmbeddeds() != 1 {
		return nil, fmt.Errorf("no base service %s", s.Extends)
	}
	embedded, ok := iface.EmbeddedType(0).(*types.Named)
	if !ok {
		return nil, fmt.Errorf("no interface of %s", s.Extends)
	}
	inherited, err := c.methods(embedded, base, parent)
	return append(methods, inherited...), err
}

// method reads `(ctx context.Context, a string, b *Order) (r *Order, err error)`.
func (c *code) method(signature *types.Signature) method {
	m := method{Args: []parameter{}}
	for i := 1; i < signature.Params().Len(); i++ {
		param := signature.Params().At(i)
		m.Args = append(m.Args, parameter{Name: param.Name(), Type: c.name(param.Type()), Value: c.value(param.Type())})
	}
	if signature.Results().Len() == 2 {
		result := signature.Results().At(0).Type()
		m.Result, m.Zero = c.name(result), c.zero(result)
	}
	return m
}

func kindOf(f *idl.Function) string {
	mode, _ := streaming.ParseStreaming(f) // checkMethod has looked at the error
	switch {
	case mode.BidirectionalStreaming:
		return "bidi"
	case mode.ServerStreaming:
		return "server"
	case mode.ClientStreaming:
		return "client"
	default:
		return "unary"
	}
}

// stream reads `(ctx context.Context, stream Orders_TalkServer) error`, with the request before the stream where only
// the server streams.
func (c *code) stream(kind string, f *types.Func) (*stream, error) {
	params := f.Signature().Params()
	generated, ok := params.At(params.Len() - 1).Type().(*types.Named)
	if !ok {
		return nil, fmt.Errorf("%s has no stream", f.Name())
	}
	messages := c.messages[generated.Obj()]
	if request, ok := params.At(1).Type().(*types.Pointer); ok {
		messages = append([]types.Type{request.Elem()}, messages...)
	}
	if len(messages) != 2 {
		return nil, fmt.Errorf("%s has %d messages", generated, len(messages))
	}
	return &stream{
		Kind: kind, Type: c.name(generated), Request: c.name(messages[0]), Response: c.name(messages[1]),
		Value: c.value(types.NewPointer(messages[0])),
	}, nil
}

func (c *code) name(t types.Type) string {
	return types.TypeString(t, func(pkg *types.Package) string {
		return "{" + strings.TrimPrefix(pkg.Path(), c.module+"/") + "}"
	})
}
