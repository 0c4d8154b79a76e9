package httpjson

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"example.com/orders/internal/fault"
)

// Bind fills message in from body, path and query, in this order: a value in the path replaces one in the body, and no
// query parameter sets what body or path have set.
func (e *Exchange) Bind(message proto.Message) error {
	body, err := e.readBody()
	if err != nil {
		return err
	}
	m, route := e.mux, e.route
	if route.Body != "" {
		if err := m.decode(message, route, e.r.Header.Get("Content-Type"), body); err != nil {
			return err
		}
	}
	for i, value := range route.template.capture(e.path) {
		if err := setPath(message.ProtoReflect(), route.template.variables[i].field, value); err != nil {
			return err
		}
	}
	if err := m.bindQuery(message.ProtoReflect(), route, e.r.URL.RawQuery); err != nil {
		return err
	}
	if err := proto.CheckInitialized(message); err != nil {
		return fault.Wrap(fault.InvalidArgument, plain(err), err)
	}
	return nil
}

func (m *Mux) bindQuery(req protoreflect.Message, route *entry, query string) error {
	if query == "" || m.options.IgnoreUnknown && route.Body == "*" {
		return nil
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return fault.Wrap(fault.InvalidArgument, "the query can't be parsed", err)
	}
	seen := make(map[string]bool, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p, err := parameterOf(req.Descriptor(), name)
		if err == nil {
			err = route.isFree(p)
		}
		if err != nil {
			if m.options.IgnoreUnknown {
				continue
			}
			return err
		}
		if seen[p.canonical()] { // by its other name
			return p.invalid("is given twice")
		}
		seen[p.canonical()] = true
		if err := p.set(req, values[name]); err != nil {
			return err
		}
	}
	return nil
}

// setPath sets the field that a variable of the template names.
func setPath(req protoreflect.Message, name, value string) error {
	p, err := parameterOf(req.Descriptor(), name)
	if err != nil {
		return err
	}
	return p.set(req, []string{value})
}

// isFree refuses a parameter for what body or path bind.
func (e *entry) isFree(p parameter) error {
	if e.Body == "*" {
		return p.invalid("can't be a parameter: the body has the whole request")
	}
	canonical := p.canonical()
	for _, bound := range e.bound {
		if canonical == bound || strings.HasPrefix(canonical, bound+".") || strings.HasPrefix(canonical, bound+"[") ||
			strings.HasPrefix(bound, canonical+".") {
			return p.invalid("is bound by the path or the body")
		}
	}
	return nil
}

// parameter is a field below a message, by a path such as book.author.name, or one key of a map: book.tags[new].
type parameter struct {
	name   string // as it was given
	fields []protoreflect.FieldDescriptor
	key    string
	keyed  bool
}

// maxDepth is how deep the field of a parameter can be. Recursive messages have no end, and what is nested 10,000 times
// can't be encoded again.
const maxDepth = 100

// parameterOf finds the field; by each name that it has in the IDL or in JSON.
func parameterOf(message protoreflect.MessageDescriptor, name string) (parameter, error) {
	p := parameter{name: name}
	path := name
	if open := strings.IndexByte(name, '['); open >= 0 && strings.HasSuffix(name, "]") {
		path, p.key, p.keyed = name[:open], name[open+1:len(name)-1], true
	}
	for part := range strings.SplitSeq(path, ".") {
		var field protoreflect.FieldDescriptor
		if message != nil && len(p.fields) < maxDepth {
			field = fieldNamed(message, part)
		}
		if field == nil {
			return p, fault.New(fault.InvalidArgument, fmt.Sprintf("unknown parameter %q", name))
		}
		p.fields = append(p.fields, field)
		message = field.Message()
		if field.IsList() || field.IsMap() {
			message = nil
		}
	}
	return p, nil
}

// fieldNamed finds a field by its name in the IDL or in JSON.
func fieldNamed(message protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if field := message.Fields().ByName(protoreflect.Name(name)); field != nil {
		return field
	}
	return message.Fields().ByJSONName(name)
}

// canonical is the same for all names of one field.
func (p parameter) canonical() string {
	var b strings.Builder
	for i, field := range p.fields {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(string(field.Name()))
	}
	if p.keyed {
		b.WriteString("[" + p.key + "]")
	}
	return b.String()
}

func (p parameter) invalid(text string) error {
	return fault.New(fault.InvalidArgument, p.name+" "+text)
}

// set gives the field its values, of which only a list may have several.
func (p parameter) set(message protoreflect.Message, values []string) error {
	last := len(p.fields) - 1
	for i, field := range p.fields {
		if oneof := field.ContainingOneof(); oneof != nil {
			if other := message.WhichOneof(oneof); other != nil && other != field {
				return p.invalid(fmt.Sprintf("can't be set beside %s: %s is one of them", other.Name(), oneof.Name()))
			}
		}
		if i < last {
			message = message.Mutable(field).Message()
		}
	}
	field := p.fields[last]
	switch {
	case p.keyed && !field.IsMap():
		return p.invalid("is no key of a map")
	case field.IsMap() && !p.keyed:
		return p.invalid("is a map: want " + p.name + "[key]")
	case field.IsList():
		return p.appendTo(message.Mutable(field).List(), values)
	case len(values) != 1:
		return p.invalid(fmt.Sprintf("is given %d times", len(values)))
	case field.IsMap():
		return p.put(message.Mutable(field).Map(), values[0])
	}
	value, err := parse(field, p.name, values[0], func() protoreflect.Value { return message.NewField(field) })
	if err == nil {
		message.Set(field, value)
	}
	return err
}

func (p parameter) appendTo(list protoreflect.List, values []string) error {
	for _, text := range values {
		value, err := parse(p.fields[len(p.fields)-1], p.name, text, list.NewElement)
		if err != nil {
			return err
		}
		list.Append(value)
	}
	return nil
}

func (p parameter) put(entries protoreflect.Map, text string) error {
	field := p.fields[len(p.fields)-1]
	key, err := parse(field.MapKey(), p.name, p.key, nil)
	if err != nil {
		return err
	}
	value, err := parse(field.MapValue(), p.name, text, entries.NewValue)
	if err != nil {
		return err
	}
	entries.Set(key.MapKey(), value)
	return nil
}
