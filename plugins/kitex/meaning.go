package main

import (
	"regexp"
	"strings"

	"github.com/cloudwego/thriftgo/parser"
	"github.com/cloudwego/thriftgo/semantic"
)

// checkMeaning runs thriftgo's own checks, on what a file includes before the file, so that the complaint is about it.
func checkMeaning(docs []*document) error {
	byFile := make(map[string]*document, len(docs))
	for _, d := range docs {
		byFile[d.ast.Filename] = d
	}
	checker := semantic.NewChecker(semantic.Options{FixWarnings: true})
	seen := make(map[*parser.Thrift]bool)
	var check func(ast *parser.Thrift) error
	check = func(ast *parser.Thrift) error {
		if seen[ast] {
			return nil
		}
		seen[ast] = true
		for _, include := range ast.Includes {
			if err := check(include.Reference); err != nil {
				return err
			}
		}
		_, err := checker.CheckAll(ast)
		if err == nil {
			err = semantic.ResolveSymbols(ast)
		}
		if err == nil {
			return nil
		}
		return byFile[ast.Filename].meaning(err)
	}
	for _, d := range docs {
		if err := check(d.ast); err != nil {
			return err
		}
	}
	return nil
}

// subjects finds what thriftgo complains about: it gives no positions, but names.
var subjects = []*regexp.Regexp{
	regexp.MustCompile(`^duplicated names in global scope: (?P<name>\w+)`),
	regexp.MustCompile(`^multiple definition of "(?P<name>\w+)"`),
	regexp.MustCompile(`^duplicated function name in "(?P<service>\w+)": "(?P<name>\w+)"`),
	regexp.MustCompile(`^duplicated field (?:ID \d+|name "\w+") in \w+ "(?P<name>\w+)"`),
	regexp.MustCompile(`^(?P<service>\w+)\.(?P<name>\w+): oneway `),
	regexp.MustCompile(`^function "(?P<name>\w+)" of service "(?P<service>\w+)"`),
	regexp.MustCompile(`^resolve (?:argument|exception) "\w+" of "(?P<name>\w+)" of "(?P<service>\w+)"`),
	regexp.MustCompile(`^resolve (?:field|default value of) "\w+" of "(?P<name>\w+)"`),
	regexp.MustCompile(`^base service "[\w.]+" not found for "(?P<name>\w+)"`),
	regexp.MustCompile(`^enum (?P<name>\w+)`),
	regexp.MustCompile(`^typedefs can not be resolved: "(?P<name>\w+)"`),
}

var fromFile = regexp.MustCompile(` from file \S+`)

// unknownValue is said of a value anywhere: a constant, a default, an item of a list.
var unknownValue = regexp.MustCompile(`^undefined value: "([\w.]+)"`)

func (d *document) meaning(err error) *problem {
	text := strings.TrimPrefix(err.Error(), "[IDL grammar error] ")
	text = strings.TrimPrefix(text, d.ast.Filename+": ")
	text = strings.ReplaceAll(fromFile.ReplaceAllString(text, ""), root+"/", "")
	p := d.problem("%s", strings.TrimSpace(text))
	for _, subject := range subjects {
		if found := subject.FindStringSubmatch(p.Text); found != nil {
			p.Name = found[subject.SubexpIndex("name")]
			if i := subject.SubexpIndex("service"); i >= 0 {
				p.Service = found[i]
			}
			break
		}
	}
	if found := unknownValue.FindStringSubmatch(p.Text); found != nil {
		p.Line = d.lineOfValue(found[1])
	}
	return p
}
