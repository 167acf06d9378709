// Solves sudokus: sets of candidates as bits, the most constrained cell first.
package main

import (
	"fmt"
	"math/bits"
)

type board struct {
	cells              [81]uint8
	rows, columns, box [9]uint16
	empty              int
}

func parse(text string) (b board) {
	for i := range b.rows {
		b.rows[i], b.columns[i], b.box[i] = 0x1ff, 0x1ff, 0x1ff
	}
	b.empty = 81
	for i, c := range text {
		if c >= '1' && c <= '9' {
			b.set(i, int(c-'1'))
		}
	}
	return b
}

func (b *board) set(cell, digit int) {
	row, column := cell/9, cell%9
	bit := uint16(1) << digit
	b.rows[row] &^= bit
	b.columns[column] &^= bit
	b.box[row/3*3+column/3] &^= bit
	b.cells[cell] = uint8(digit + 1)
	b.empty--
}

func (b *board) candidates(cell int) uint16 {
	row, column := cell/9, cell%9
	return b.rows[row] & b.columns[column] & b.box[row/3*3+column/3]
}

var tried int

// solve counts solutions up to a limit; the last one found stays in answer.
func (b *board) solve(limit int, answer *board) int {
	if b.empty == 0 {
		*answer = *b
		return 1
	}
	best, fewest := -1, 10
	for cell, digit := range b.cells {
		if digit == 0 {
			if n := bits.OnesCount16(b.candidates(cell)); n < fewest {
				best, fewest = cell, n
				if n < 2 {
					break
				}
			}
		}
	}
	found := 0
	for set := b.candidates(best); set != 0 && found < limit; set &= set - 1 {
		tried++
		next := *b
		next.set(best, bits.TrailingZeros16(set))
		found += next.solve(limit-found, answer)
	}
	return found
}

func main() {
	puzzles := []string{
		"53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79",
		"..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9",
		"8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..",
		"1....7.9..3..2...8..96..5....53..9...1..8...26....4...3......1..4......7..7...3..",
		".................................................................................",
	}
	sum := 0
	for _, p := range puzzles {
		for range 14 {
			b := parse(p)
			var answer board
			n := b.solve(2, &answer)
			for i, c := range answer.cells {
				sum = (sum*10 + int(c) + i + n) % 1_000_000_007
			}
		}
	}
	fmt.Println(tried, sum)
}
