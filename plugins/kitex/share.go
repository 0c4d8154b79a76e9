package main

import (
	"slices"
	"strings"
)

// share is the part of the work of one of several programs that run side by side in one folder. Each reads all files, as
// what one of them means depends on others.
type share struct{ index, of int }

// files are those that the share generates.
func (s share) files(docs []*document) []*document {
	return s.part(docs, func(_, _ *document) bool { return false })
}

// packages are the files of the Go packages that the share checks and describes.
func (s share) packages(docs []*document) []*document {
	sorted := slices.SortedStableFunc(slices.Values(docs), func(a, b *document) int { return strings.Compare(a.folder(), b.folder()) })
	return s.part(sorted, func(a, b *document) bool { return a.folder() == b.folder() })
}

// part cuts the files where a share of all bytes ends, but for files that stay together.
func (s share) part(docs []*document, together func(a, b *document) bool) []*document {
	total := 0
	for _, d := range docs {
		total += d.size()
	}
	var part []*document
	before, mine := 0, false
	for i, d := range docs {
		if i == 0 || !together(docs[i-1], d) {
			mine = before*s.of/total == s.index
		}
		if mine {
			part = append(part, d)
		}
		before += d.size()
	}
	return part
}
