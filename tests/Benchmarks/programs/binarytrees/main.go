// Command binarytrees makes and drops many small trees: allocation and garbage collection.
package main

import "fmt"

type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{grow(depth - 1), grow(depth - 1)}
}

func (t *tree) count() int {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.count() + t.right.count()
}

func main() {
	const deepest = 15
	kept := grow(deepest)
	total := 0
	for depth := 4; depth <= deepest; depth += 2 {
		rounds := 1 << (deepest - depth + 4)
		nodes := 0
		for range rounds {
			nodes += grow(depth).count()
		}
		fmt.Println(rounds, depth, nodes)
		total += nodes
	}
	fmt.Println(total, kept.count())
}
