package main

import (
	"fmt"
	"slices"
	"testing"
)

func TestStackGivesTheNewestFirst(t *testing.T) {
	var s Stack[int]
	for i := range 3 {
		s.Push(i)
	}
	for want := 2; want >= 0; want-- {
		if got, ok := s.Pop(); got != want || !ok {
			t.Errorf("Pop() = %d, %t; want %d, true", got, ok, want)
		}
	}
	if _, ok := s.Pop(); ok {
		t.Error("Pop of an empty stack gave an item")
	}
}

func TestTreeKeepsItsKeysInOrder(t *testing.T) {
	for _, test := range []struct {
		name string
		in   []int
		want []int
	}{
		{"empty", nil, nil},
		{"one", []int{5}, []int{5}},
		{"unsorted", []int{3, 1, 2}, []int{1, 2, 3}},
		{"repeated", []int{2, 2, 1}, []int{1, 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var tree Tree[int, string]
			for _, key := range test.in {
				tree.Put(key, "")
			}
			if got := slices.Collect(tree.Keys()); !slices.Equal(got, test.want) {
				t.Errorf("Keys() = %v; want %v", got, test.want)
			}
		})
	}
}

func TestLargeTree(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	var tree Tree[int, int]
	for i := range 100_000 {
		tree.Put(i*7919%100_003, i)
	}
	if tree.size != 100_000 {
		t.Errorf("size = %d", tree.size)
	}
}

func ExampleSum() {
	fmt.Println(Sum(slices.Values([]float64{1.5, 2.25})))
	// Output: 3.75
}

func BenchmarkTreePut(b *testing.B) {
	for b.Loop() {
		var tree Tree[int, int]
		for i := range 1000 {
			tree.Put(i*37%1009, i)
		}
	}
}
