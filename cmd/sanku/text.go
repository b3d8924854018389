package main

import (
	"fmt"
	"io"
	"strings"
)

// writeTable aligns columns by what they take on a screen: a Chinese character
// takes two places.
func writeTable(w io.Writer, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], places(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-places(cell)+2))
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
}

func places(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 && r != '—' && r != '“' && r != '”' && r != '·' {
			n++
		}
	}
	return n
}

func short(s string, runes int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= runes {
		return string(r)
	}
	return string(r[:runes]) + "…"
}
