// Huffman codes: a heap builds the tree, a table encodes, the tree decodes.
package main

import (
	"container/heap"
	"fmt"
)

type tree struct {
	weight      int
	symbol      byte
	left, right *tree
}

type forest []*tree

func (f forest) Len() int { return len(f) }
func (f forest) Less(i, j int) bool {
	return f[i].weight < f[j].weight || f[i].weight == f[j].weight && f[i].symbol < f[j].symbol
}
func (f forest) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *forest) Push(x any)   { *f = append(*f, x.(*tree)) }
func (f *forest) Pop() any {
	old := *f
	last := old[len(old)-1]
	*f = old[:len(old)-1]
	return last
}

func build(text []byte) *tree {
	var counts [256]int
	for _, b := range text {
		counts[b]++
	}
	var f forest
	for symbol, n := range counts {
		if n > 0 {
			f = append(f, &tree{weight: n, symbol: byte(symbol)})
		}
	}
	heap.Init(&f)
	for f.Len() > 1 {
		a, b := heap.Pop(&f).(*tree), heap.Pop(&f).(*tree)
		heap.Push(&f, &tree{a.weight + b.weight, min(a.symbol, b.symbol), a, b})
	}
	return f[0]
}

type code struct {
	bits   uint64
	length int
}

func (t *tree) codes(c code, table map[byte]code) {
	if t.left == nil {
		table[t.symbol] = c
		return
	}
	t.left.codes(code{c.bits << 1, c.length + 1}, table)
	t.right.codes(code{c.bits<<1 | 1, c.length + 1}, table)
}

type bitWriter struct {
	out  []byte
	bits uint64
	n    int
}

func (w *bitWriter) write(c code) {
	for i := c.length - 1; i >= 0; i-- {
		w.bits = w.bits<<1 | c.bits>>i&1
		if w.n++; w.n == 8 {
			w.out = append(w.out, byte(w.bits))
			w.n = 0
		}
	}
}

func decode(t *tree, in []byte, count int) []byte {
	out := make([]byte, 0, count)
	at := t
	for _, b := range in {
		for i := 7; i >= 0; i-- {
			if b>>i&1 == 0 {
				at = at.left
			} else {
				at = at.right
			}
			if at.left == nil {
				if out = append(out, at.symbol); len(out) == count {
					return out
				}
				at = t
			}
		}
	}
	return out
}

func main() {
	seed, sum := uint32(1), 0
	text := make([]byte, 60_000)
	for round := range 40 {
		for i := range text {
			seed = seed*1103515245 + 12345
			text[i] = "etaoin shrdlucmfwypvbgkjqxz"[(seed>>16&uint32(3+round)*uint32(i&1)+seed>>28)%27]
		}
		t := build(text)
		table := map[byte]code{}
		t.codes(code{}, table)
		w := bitWriter{}
		for _, b := range text {
			w.write(table[b])
		}
		for w.n != 0 {
			w.write(code{0, 1})
		}
		back := decode(t, w.out, len(text))
		if string(back) != string(text) {
			panic("not the same")
		}
		sum = sum*31 + len(w.out) + len(table)
	}
	fmt.Println(sum)
}
