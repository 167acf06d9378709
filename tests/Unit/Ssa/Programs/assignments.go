package main

type pair struct{ a, b int }

type holder struct {
	_    int
	used int
	_    string
}

func faults(f func()) (ok bool) {
	defer func() { ok = recover() != nil }()
	f()
	return false
}

func value(n int) int {
	println("value", n)
	return n
}

func text(s string) string {
	println("text", s)
	return s
}

// The checks of targets belong to the second phase: what stands left of them has been assigned, all values have been evaluated.
func phases() {
	m := map[int]int{}
	var p *int
	println(faults(func() { m[2], *p = value(42), value(2) }), len(m), m[2])
	var list []int
	println(faults(func() { m[3], list[1] = value(3), value(4) }), len(m), m[3])
	var q *pair
	println(faults(func() { m[4], q.b = 5, 6 }), m[4])
	println(faults(func() { q.a = value(7) }), faults(func() { list[value(0)] = value(8) }))
	var array [3]int
	i := 5
	println(faults(func() { array[0], array[i] = 1, value(9) }), array[0])
	var none map[int]int
	x := 1
	r := &x
	println(faults(func() { *r, none[1] = 10, 11 }), x)
}

func operands() {
	var x pair
	p := &x
	p, p.a = new(pair), 4
	println(x.a, p.a)
	a := []int{1, 2, 3}
	i := 0
	i, a[i] = 1, 9
	println(i, a[0], a[1])
	a, a[1] = nil, 7
	println(len(a))
	var grid [2][2]int
	k := 0
	k, grid[k][1], grid[1][k] = 1, 5, 6
	println(k, grid[0][1], grid[1][0], grid[1][1])
}

func blanks() {
	h := holder{value(1), value(2), text("x")}
	println(h == holder{used: 2}, h.used)
	var list [2]holder
	list[1] = holder{value(3), value(4), text("y")}
	println(list[1] == holder{used: 4})
}

type mixed struct {
	name  string
	count int
	any   any
	tail  string
}

func compare() {
	a, b := mixed{"n", 1, 2, "t"}, mixed{"n", 1, 2, "t"}
	println(a == b)
	b.tail = "u"
	println(a == b)
	b = a
	b.count = 2
	println(a == b)
	b.count, b.any = 1, 3
	println(a == b)
	b.name = "longer"
	println(a == b)
	var x, y any = mixed{name: "n"}, mixed{name: "n"}
	println(x == y)
	y = mixed{name: "m"}
	println(x == y)
}

func main() {
	phases()
	operands()
	blanks()
	compare()
}
