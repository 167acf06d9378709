// Command collections shows maps, slices, sorting, generics and iterators.
package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
)

// Number is any type that can be added up.
type Number interface {
	~int | ~int64 | ~float64
}

// Sum adds up a sequence.
func Sum[T Number](seq iter.Seq[T]) (total T) {
	for v := range seq {
		total += v
	}
	return total
}

// Stack is a generic stack.
type Stack[T any] struct {
	items []T
}

// Push adds an item.
func (s *Stack[T]) Push(item T) { s.items = append(s.items, item) }

// Pop removes the newest item.
func (s *Stack[T]) Pop() (item T, ok bool) {
	if len(s.items) == 0 {
		return item, false
	}
	item = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return item, true
}

// All goes through the items, newest first.
func (s *Stack[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for i := len(s.items) - 1; i >= 0; i-- {
			if !yield(len(s.items)-1-i, s.items[i]) {
				return
			}
		}
	}
}

// Tree is a binary search tree.
type Tree[K cmp.Ordered, V any] struct {
	root *node[K, V]
	size int
}

type node[K cmp.Ordered, V any] struct {
	key         K
	value       V
	left, right *node[K, V]
}

// Put inserts or replaces.
func (t *Tree[K, V]) Put(key K, value V) {
	at := &t.root
	for *at != nil {
		switch c := cmp.Compare(key, (*at).key); {
		case c < 0:
			at = &(*at).left
		case c > 0:
			at = &(*at).right
		default:
			(*at).value = value
			return
		}
	}
	*at = &node[K, V]{key: key, value: value}
	t.size++
}

// Keys goes through the keys in order.
func (t *Tree[K, V]) Keys() iter.Seq[K] {
	return func(yield func(K) bool) {
		var walk func(n *node[K, V]) bool
		walk = func(n *node[K, V]) bool {
			return n == nil || walk(n.left) && yield(n.key) && walk(n.right)
		}
		walk(t.root)
	}
}

type city struct {
	name       string
	population int
}

func main() {
	words := strings.Fields("the quick brown fox jumps over the lazy dog and the cat")
	counts := map[string]int{}
	for _, w := range words {
		counts[w]++
	}
	for _, w := range slices.Sorted(maps.Keys(counts)) {
		fmt.Printf("%s=%d ", w, counts[w])
	}
	fmt.Println()

	cities := []city{{"Oslo", 717710}, {"Bern", 137995}, {"Wien", 2005760}, {"Roma", 2748109}}
	sort.Slice(cities, func(i, j int) bool { return cities[i].population > cities[j].population })
	for i, c := range cities {
		fmt.Printf("%d. %-5s %8d\n", i+1, c.name, c.population)
	}
	slices.SortFunc(cities, func(a, b city) int { return strings.Compare(a.name, b.name) })
	index, found := slices.BinarySearchFunc(cities, "Roma", func(c city, name string) int { return strings.Compare(c.name, name) })
	fmt.Println("Roma at", index, found)

	var stack Stack[string]
	for _, w := range words[:4] {
		stack.Push(w)
	}
	for i, w := range stack.All() {
		if i == 3 {
			break
		}
		fmt.Print(i, ":", w, " ")
	}
	top, _ := stack.Pop()
	fmt.Println("top:", top)

	var tree Tree[int, string]
	for i := range 100 {
		tree.Put(i*37%101, "x")
	}
	fmt.Println("tree:", tree.size, "keys, sum", Sum(tree.Keys()))
	next, stop := iter.Pull(tree.Keys())
	a, _ := next()
	b, _ := next()
	stop()
	fmt.Println("pulled:", a, b)

	large := make(map[int][]byte)
	for i := range 10000 {
		large[i] = make([]byte, i%7)
	}
	for i := 0; i < 10000; i += 2 {
		delete(large, i)
	}
	total := 0
	for k, v := range large {
		total += k + len(v)
	}
	fmt.Println("map:", len(large), total)
	fmt.Println("min/max:", min(3, 1, 2), max(2.5, 1), "chunks:", slices.Collect(slices.Chunk([]int{1, 2, 3, 4, 5}, 2)))
	clear(counts)
	fmt.Println("cleared:", len(counts), Sum(slices.Values([]float64{1.5, 2.25})))
}
