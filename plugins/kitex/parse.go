package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/cloudwego/thriftgo/parser"
)

// root is the folder of the files, and the one that includes are relative to.
const root = "api"

// document is one of the user's files.
type document struct {
	path string // below api/
	text string
	ast  *parser.Thrift
}

func (d *document) problem(format string, args ...any) *problem {
	return &problem{File: d.path, Text: fmt.Sprintf(format, args...)}
}

// size is never 0, so that all files together have one.
func (d *document) size() int { return 1 + len(d.text) }

// parse reads every file.
func parse(files []string) ([]*document, error) {
	docs := make([]*document, 0, len(files))
	for _, path := range files {
		text, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return nil, err
		}
		docs = append(docs, &document{path: path, text: string(text)})
	}
	for _, d := range docs {
		var err error
		if d.ast, err = parser.ParseFile(filepath.Join(root, d.path), []string{root}, true); err != nil {
			return nil, d.unread(err, docs)
		}
		if circle := parser.CircleDetect(d.ast); circle != "" {
			return nil, d.problem("files include each other in a circle: %s", strings.ReplaceAll(circle, root+"/", ""))
		}
	}
	return docs, nil
}

// unread parses each file alone, as thriftgo does not say which of the included ones is wrong.
func (d *document) unread(err error, docs []*document) *problem {
	for _, doc := range docs {
		if _, err := parser.ParseString(filepath.Join(root, doc.path), doc.text); err != nil {
			return doc.syntax(err)
		}
	}
	return d.problem("%v", err)
}

var position = regexp.MustCompile(`line \d+ symbol \d+ - line (\d+) symbol (\d+)\)`)

// number is a literal that the grammar allows; the reason is that of strconv.
var number = regexp.MustCompile(`parseConstValue failed at '([^']+)': strconv\.\w+: parsing "[^"]*": (.+)$`)

// syntax says where the parser could not go on, which is where the last thing that it understood ends.
func (d *document) syntax(err error) *problem {
	p := d.problem("%s", strings.TrimSpace(err.Error()))
	if found := number.FindStringSubmatch(err.Error()); found != nil {
		p.Line, p.Text = d.lineOfValue(found[1]), fmt.Sprintf("thriftgo can't read the number %s: %s", found[1], found[2])
		if strings.HasPrefix(strings.TrimLeft(found[1], "+-"), "0") {
			p.Hint = "write it without the leading 0, which makes it octal"
		}
		return p
	}
	found := position.FindStringSubmatch(err.Error())
	if found == nil {
		return p
	}
	lines := strings.Split(d.text, "\n")
	line, column := atoi(found[1]), atoi(found[2])
	if line == 0 {
		line, column = len(lines), 1 // thriftgo has no position for the end of a file
	}
	rest := lines[line-1]
	if runes := []rune(rest); column > 0 && column <= len(runes) {
		rest = string(runes[column-1:])
	}
	p.Line, p.Column, p.Text = line, max(column, 1), "syntax error"
	if next := strings.TrimSpace(rest); next != "" {
		p.Text = fmt.Sprintf("syntax error at %q", shorten(next))
	}
	return p
}

var aside = regexp.MustCompile(`//[^\n]*|#[^\n]*|(?s:/\*.*?\*/)|"(?:\\.|[^"])*"|'(?:\\.|[^'])*'`)

// lineOfValue returns the last line that has a number or a name where a value may be, or 0.
func (d *document) lineOfValue(word string) int {
	text := aside.ReplaceAllStringFunc(d.text, func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) })
	found := regexp.MustCompile(`[=:,[{]\s*(`+regexp.QuoteMeta(word)+`)(?:[^\w.]|$)`).FindAllStringSubmatchIndex(text, -1)
	if found == nil {
		return 0
	}
	return strings.Count(text[:found[len(found)-1][2]], "\n") + 1
}

func atoi(digits string) int {
	n, _ := strconv.Atoi(digits) // the pattern has digits only
	return n
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "..."
	}
	return text
}
