package main

type node struct {
	value int
	next  *node
}

//go:noinline
func said(what string) int {
	println("call", what)
	return 1
}

func try(what string, f func()) {
	defer func() { println(what, recover() != nil) }()
	f()
}

// Calls on the right come before the checks of what is assigned to; assignments happen one after the other.
func main() {
	i := 7
	array, slice := [4]int{}, make([]int, 2)
	var p *int
	var n *node
	var m map[string]int
	q := &node{}
	try("array", func() { array[i] = said("array") })
	try("slice", func() { slice[i] = said("slice") })
	try("pointer", func() { *p = said("pointer") })
	try("field", func() { n.value = said("field") })
	try("map", func() { m["a"] = said("map") })
	try("next", func() { q.next.value = said("next") })
	try("index", func() { slice[i+said("index")] = said("value") })
	try("operator", func() { slice[i] += said("operator") })
	try("shift", func() { slice[i] <<= said("shift") })
	try("first", func() { slice[i], i = said("first"), said("second") })
	println(i)
	try("second", func() { i, slice[i] = said("first"), said("second") })
	println(i, array[0])
	i = 1
	i, slice[i] = 0, 5
	println(i, slice[0], slice[1])
}
