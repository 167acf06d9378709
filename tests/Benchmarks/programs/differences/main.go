// Longest common subsequences of lines, and an edit script from them, which is applied again.
package main

import (
	"fmt"
	"strings"
)

type edit struct {
	op   byte
	line string
}

func intern(texts ...[]string) [][]int32 {
	ids := map[string]int32{}
	result := make([][]int32, len(texts))
	for i, lines := range texts {
		for _, l := range lines {
			id, ok := ids[l]
			if !ok {
				id = int32(len(ids))
				ids[l] = id
			}
			result[i] = append(result[i], id)
		}
	}
	return result
}

func compare(a, b []string) (edits []edit) {
	ids := intern(a, b)
	x, y := ids[0], ids[1]
	table := make([][]uint16, len(x)+1)
	for i := range table {
		table[i] = make([]uint16, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		row, below := table[i], table[i+1]
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				row[j] = below[j+1] + 1
			} else {
				row[j] = max(below[j], row[j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			edits = append(edits, edit{' ', a[i]})
			i++
			j++
		case j == len(y) || i < len(x) && table[i+1][j] >= table[i][j+1]:
			edits = append(edits, edit{'-', a[i]})
			i++
		default:
			edits = append(edits, edit{'+', b[j]})
			j++
		}
	}
	return edits
}

func apply(edits []edit) (result []string) {
	for _, e := range edits {
		if e.op != '-' {
			result = append(result, e.line)
		}
	}
	return result
}

func main() {
	seed := uint32(3)
	next := func(n uint32) int {
		seed = seed*1664525 + 1013904223
		return int((seed >> 16) % n)
	}
	var a []string
	for i := range 700 {
		a = append(a, fmt.Sprintf("line %d of %s", i%90, strings.Repeat("text ", 1+next(5))))
	}
	total := 0
	for round := range 70 {
		b := append([]string(nil), a...)
		for range 60 {
			at := next(uint32(len(b)))
			switch next(3) {
			case 0:
				b = append(b[:at], b[at+1:]...)
			case 1:
				b[at] += "!"
			default:
				b = append(b[:at], append([]string{fmt.Sprint("new ", round, at)}, b[at:]...)...)
			}
		}
		edits := compare(a, b)
		if strings.Join(apply(edits), "\n") != strings.Join(b, "\n") {
			panic("not the same")
		}
		for i, e := range edits {
			if e.op != ' ' {
				total = total*17 + i + len(e.line)
			}
		}
	}
	fmt.Println(total)
}
