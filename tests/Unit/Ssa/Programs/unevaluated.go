package main

import "unsafe"

// Operands of Sizeof, Alignof and Offsetof are not evaluated, constant or not.

type pair[T any] struct {
	x byte
	y T
}

var calls int

func count[T any](v T) T {
	calls++
	return v
}

func sizes[T any](v T) (uintptr, uintptr, uintptr, int) {
	n := calls
	return unsafe.Sizeof(pair[T]{1, count(v)}), unsafe.Alignof(func() T { return count(v) }()), unsafe.Offsetof(pair[T]{2, count(v)}.y) + uintptr(len([3]T{})), calls - n
}

func main() {
	println(sizes(int32(1)))
	println(sizes("text"))
	println(sizes(byte(1)))
	println(calls)
}
