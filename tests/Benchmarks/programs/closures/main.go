// Command closures calls function values: captured variables, higher-order functions, range over functions.
package main

import (
	"fmt"
	"iter"
)

func counter(step int) func() int {
	n := 0
	return func() int {
		n += step
		return n
	}
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func filter[T any](s iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range s {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func transform[T, U any](s iter.Seq[T], f func(T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		for v := range s {
			if !yield(f(v)) {
				return
			}
		}
	}
}

func fold[T, A any](s iter.Seq[T], start A, f func(A, T) A) A {
	for v := range s {
		start = f(start, v)
	}
	return start
}

func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

type node struct {
	left, right *node
	value       int
}

func (n *node) all(yield func(int) bool) bool {
	return n == nil || n.left.all(yield) && yield(n.value) && n.right.all(yield)
}

func insert(n *node, v int) *node {
	if n == nil {
		return &node{value: v}
	}
	if v < n.value {
		n.left = insert(n.left, v)
	} else {
		n.right = insert(n.right, v)
	}
	return n
}

func main() {
	next, total := counter(3), 0
	for range 50_000_000 {
		total += next() & 7
	}
	s := filter(count(20_000_000), func(v int) bool { return v%3 != 0 })
	total += fold(transform(s, func(v int) int64 { return int64(v) * 2 }), 0, func(a int, v int64) int { return a ^ int(v) })
	f := compose(func(x int) int { return x + 1 }, func(x int) int { return x * 3 }, func(x int) int { return x & 0xffff })
	for i := range 15_000_000 {
		total += f(i)
	}
	var root *node
	x := uint32(1)
	for range 20_000 {
		x = x*1664525 + 1013904223
		root = insert(root, int(x>>8))
	}
	for round := range 100 {
		seen := 0
		root.all(func(v int) bool {
			seen++
			total += v & round
			return seen < 19_000
		})
	}
	fmt.Println(total)
}
