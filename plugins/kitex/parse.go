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

// syntax says where the parser could not go on, which is where the last thing that it understood ends.
func (d *document) syntax(err error) *problem {
	p := d.problem("%s", strings.TrimSpace(err.Error()))
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
