// Command visitor walks expression trees: interface method calls, type switches, type assertions.
package main

import "fmt"

type expression interface {
	accept(visitor) int
	size() int
}

type visitor interface {
	number(*number) int
	sum(*sum) int
	product(*product) int
	negation(*negation) int
}

type (
	number   struct{ value int }
	sum      struct{ left, right expression }
	product  struct{ left, right expression }
	negation struct{ inner expression }
)

func (e *number) accept(v visitor) int   { return v.number(e) }
func (e *sum) accept(v visitor) int      { return v.sum(e) }
func (e *product) accept(v visitor) int  { return v.product(e) }
func (e *negation) accept(v visitor) int { return v.negation(e) }
func (e *number) size() int              { return 1 }
func (e *sum) size() int                 { return 1 + e.left.size() + e.right.size() }
func (e *product) size() int             { return 1 + e.left.size() + e.right.size() }
func (e *negation) size() int            { return 1 + e.inner.size() }

type evaluator struct{ modulus int }

func (v *evaluator) number(e *number) int     { return e.value }
func (v *evaluator) sum(e *sum) int           { return (e.left.accept(v) + e.right.accept(v)) % v.modulus }
func (v *evaluator) product(e *product) int   { return e.left.accept(v) * e.right.accept(v) % v.modulus }
func (v *evaluator) negation(e *negation) int { return -e.inner.accept(v) }

func depth(e expression) int {
	switch e := e.(type) {
	case *number:
		return 1
	case *sum:
		return 1 + max(depth(e.left), depth(e.right))
	case *product:
		return 1 + max(depth(e.left), depth(e.right))
	case *negation:
		return 1 + depth(e.inner)
	}
	panic("unknown expression")
}

func constants(e any, found map[int]int) {
	if n, ok := e.(*number); ok {
		found[n.value&15]++
	} else if b, ok := e.(interface {
		parts() (expression, expression)
	}); ok {
		left, right := b.parts()
		constants(left, found)
		constants(right, found)
	} else if n, ok := e.(*negation); ok {
		constants(n.inner, found)
	}
}

func (e *sum) parts() (expression, expression)     { return e.left, e.right }
func (e *product) parts() (expression, expression) { return e.left, e.right }

func build(level int, seed uint32) expression {
	seed = seed*1664525 + 1013904223
	switch {
	case level == 0:
		return &number{int(seed >> 20)}
	case seed>>28 < 6:
		return &sum{build(level-1, seed), build(level-1, seed^0x5555)}
	case seed>>28 < 13:
		return &product{build(level-1, seed), build(level-1, seed^0x3333)}
	}
	return &negation{build(level-1, seed+1)}
}

func main() {
	tree := build(18, 42)
	v := &evaluator{1_000_003}
	total := 0
	for i := range 60 {
		v.modulus += i
		total += tree.accept(v) + tree.size() + depth(tree)
	}
	found := map[int]int{}
	for range 10 {
		constants(tree, found)
	}
	fmt.Println(total, len(found), found[3])
}
