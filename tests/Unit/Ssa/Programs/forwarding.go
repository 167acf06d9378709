package main

// What is called with the results of a call, and where they go, is read after that call.

type pair struct{ a, b int }

func (p pair) show(x, y int) { println("pair", p.a, p.b, x, y) }

func (p *pair) point(x, y int) { println("pointer", p.a, p.b, x, y) }

type shower interface{ show(x, y int) }

type first struct{}

func (first) show(x, y int) { println("first", x, y) }

var n = 1
var s, other = pair{1, 2}, pair{100, 200}
var pointer = &s
var call = func(x, y int) { println("old", x, y) }
var face shower = first{}
var boxes [4]any

func two() (int, int) {
	n++
	s.a += 10
	pointer = &other
	face = other
	call = func(x, y int) { println("new", x, y) }
	return n, n
}

func chosen() *pair { println("chosen", n); return &s }

func reset() {
	n, s, pointer, face = 1, pair{1, 2}, &s, first{}
	call = func(x, y int) { println("old", x, y) }
}

func all(values ...any) { println(len(values), values[0].(int), values[1].(int), n) }

func delayed() {
	reset()
	defer call(two())
	reset()
	defer s.show(two())
	reset()
	defer pointer.point(two())
	reset()
	defer chosen().show(two())
}

func main() {
	call(two())
	reset()
	s.show(two())
	reset()
	pointer.show(two())
	reset()
	pointer.point(two())
	reset()
	face.show(two())
	reset()
	chosen().show(two())
	all(two())
	reset()
	var a any
	boxes[n], boxes[n-1] = two()
	println(boxes[0] == nil, boxes[1] == any(2), boxes[2] == any(2))
	reset()
	a, boxes[n] = two()
	println(a == any(2), boxes[1] == any(2), boxes[2] == any(2))
	delayed()
}
