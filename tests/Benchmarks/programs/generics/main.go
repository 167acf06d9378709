// Command generics uses containers with type parameters: heap, hash set, linked list, ordered tree.
package main

import (
	"cmp"
	"fmt"
)

type heap[T any] struct {
	items []T
	less  func(a, b T) bool
}

func (h *heap[T]) push(v T) {
	h.items = append(h.items, v)
	for i := len(h.items) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h.less(h.items[i], h.items[parent]) {
			break
		}
		h.items[i], h.items[parent] = h.items[parent], h.items[i]
		i = parent
	}
}

func (h *heap[T]) pop() T {
	top, last := h.items[0], len(h.items)-1
	h.items[0] = h.items[last]
	h.items = h.items[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return top
		}
		if child+1 < last && h.less(h.items[child+1], h.items[child]) {
			child++
		}
		if !h.less(h.items[child], h.items[i]) {
			return top
		}
		h.items[i], h.items[child] = h.items[child], h.items[i]
		i = child
	}
}

type hashed interface {
	comparable
	hash() uint32
}

type set[K hashed] struct {
	buckets [1024][]K
	size    int
}

func (s *set[K]) add(k K) bool {
	b := &s.buckets[k.hash()%1024]
	for _, other := range *b {
		if other == k {
			return false
		}
	}
	*b = append(*b, k)
	s.size++
	return true
}

type point struct{ x, y int32 }

func (p point) hash() uint32 { return uint32(p.x)*0x9e3779b1 ^ uint32(p.y)*0x85ebca6b }

type tree[K cmp.Ordered, V any] struct{ root *branch[K, V] }

type branch[K cmp.Ordered, V any] struct {
	key         K
	value       V
	left, right *branch[K, V]
}

func (t *tree[K, V]) at(key K) *V {
	place := &t.root
	for *place != nil {
		switch c := cmp.Compare(key, (*place).key); {
		case c < 0:
			place = &(*place).left
		case c > 0:
			place = &(*place).right
		default:
			return &(*place).value
		}
	}
	*place = &branch[K, V]{key: key}
	return &(*place).value
}

func sumOf[S ~[]E, E cmp.Ordered](s S, start E) E {
	for _, v := range s {
		start += v
	}
	return start
}

func main() {
	h := &heap[point]{less: func(a, b point) bool { return a.x < b.x || a.x == b.x && a.y < b.y }}
	s := &set[point]{}
	words, numbers := &tree[string, int]{}, &tree[int, int]{}
	x := uint32(9)
	for range 400_000 {
		x = x*1664525 + 1013904223
		p := point{int32(x >> 20), int32(x >> 12 & 7)}
		h.push(p)
		s.add(p)
		*words.at(fmt.Sprint(x >> 22))++
		*numbers.at(int(x >> 14))++
	}
	var checksum int64
	for len(h.items) > 0 {
		p := h.pop()
		checksum = checksum*7 + int64(p.x)<<3 + int64(p.y)
	}
	floats, ints := make([]float64, 1000), make([]int, 1000)
	for i := range ints {
		floats[i], ints[i] = float64(i)/4, i*i
	}
	total, sum := 0.0, 0
	for range 20_000 {
		total += sumOf(floats, 1)
		sum += sumOf(ints, 1)
	}
	fmt.Println(checksum, s.size, *words.at("77"), *numbers.at(4711), total, sum)
}
