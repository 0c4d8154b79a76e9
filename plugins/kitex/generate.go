package main

import (
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/cloudwego/kitex"
	"github.com/cloudwego/kitex/tool/cmd/kitex/args"
	"github.com/cloudwego/kitex/tool/cmd/kitex/sdk"
)

// generate does what `kitex` does for each file in turn, as the Makefile of the service has it.
func generate(module string, docs []*document) error {
	wd, err := os.Getwd()
	if err != nil {
		return err
	}
	for _, d := range docs {
		var a args.Arguments
		err := a.ParseArgs(kitex.Version, wd, []string{
			"-module", module, "-gen-path", "gen", "-no-dependency-check", "-no-recurse", "-streamx", "-thrift", "reserve_comments",
			"-I", root, path.Join(root, d.path),
		})
		if err != nil {
			return fmt.Errorf("kitex: %w", err)
		}
		command, err := a.BuildCmd(os.Stderr)
		if err != nil {
			return fmt.Errorf("kitex: %w", err)
		}
		if err := sdk.InvokeThriftgoBySDK(wd, command); err != nil {
			return d.problem("Kitex' generator fails: %s", firstLine(err))
		}
	}
	return nil
}

// firstLine leaves out the stack of a panic.
func firstLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	line, _, _ = strings.Cut(line, ", stack =")
	if _, reason, found := strings.Cut(line, "' failed: err = "); found {
		return reason
	}
	return line
}
