// Command kitex-thrift generates the Go code of Thrift files with Kitex' own generator, and says what is in them.
//
// It works in its current folder, which has the files below api/ and a go.mod. A request comes as JSON on stdin, an
// answer goes as JSON to stdout, the code below gen/. Its argument is the share of the work that is its own, from 0.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// request names the Go module and the files below api/, in the order in which they are generated.
type request struct {
	Module string   `json:"module"`
	Files  []string `json:"files"`
	Shares int      `json:"shares"` // in how many the work is divided
}

// answer is what was found in the share's files, or what is wrong with them.
type answer struct {
	Services []service `json:"services"`
	Problem  *problem  `json:"problem,omitempty"`
}

// problem is what the user has to change in a file.
type problem struct {
	File    string `json:"file"`              // below api/
	Line    int    `json:"line,omitempty"`    // from 1; 0 when thriftgo does not say
	Column  int    `json:"column,omitempty"`  // from 1
	Service string `json:"service,omitempty"` // in the file, when the problem is in one
	Name    string `json:"name,omitempty"`    // what the problem is with: a type, a function of the service
	Text    string `json:"text"`
	Hint    string `json:"hint,omitempty"`
}

func (p *problem) Error() string { return p.Text }

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var req request
	if err := json.NewDecoder(os.Stdin).Decode(&req); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	index, err := strconv.Atoi(os.Args[1])
	if err != nil {
		return fmt.Errorf("read share: %w", err)
	}
	services, err := serve(req, share{index, req.Shares})
	var p *problem
	if err != nil && !errors.As(err, &p) {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(answer{Services: services, Problem: p})
}

func serve(req request, own share) ([]service, error) {
	docs, err := parse(req.Files)
	if err != nil {
		return nil, err
	}
	for _, check := range []func([]*document) error{checkMeaning, checkTypes, checkMethods, checkPlaces} {
		if err := check(docs); err != nil {
			return nil, err
		}
	}
	err = generate(req.Module, own.files(docs))
	if !meet(err == nil) {
		return nil, err // nil, when it is another share that failed
	}
	code, err := load(req.Module, docs, own)
	if err != nil {
		return nil, err
	}
	return describe(code, own.packages(docs))
}
