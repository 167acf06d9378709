package main

// What calls of an assignment change decides where its values go.

var o = 1
var p = []int{1, 2, 3, 4}
var q = []int{10, 20, 30, 40}

type T struct{ a []int }

func f() int { o++; return 100 + o }

func g() int { p, q = q, p; return 7 }

func main() {
	o = 0
	p[o] = f()
	println(p[0], p[1], o)
	o = 0
	p[o], o = f(), o
	println(p[0], p[1], o)
	o = 0
	p[o] += f()
	println(p[0], p[1], o)
	p[0] = g()
	println(p[0], q[0])
	p[0], o = g(), 1
	println(p[0], q[0])
	t := &T{p}
	u := &T{q}
	h := func() int { t, u = u, t; return 5 }
	t.a[1] = h()
	println(t.a[1], u.a[1])
	t.a[1], o = h(), o
	println(t.a[1], u.a[1])
	t.a, o = []int{h()}, h()
	println(t.a[0], u.a[0])
	m := map[int]int{}
	o = 0
	m[o] = f()
	println(m[0], m[1])
	o = 0
	m[o], o = f(), 3
	println(m[0], m[1])
	o = 0
	m[o] += f()
	println(m[0], m[1])
	var a [4]int
	o = 0
	a[o], a[o+1], o = f(), f(), o
	println(a[0], a[1], a[2], a[3], o)
	n := &o
	k := 3
	sw := func() int { n, k = &k, 50; return 9 }
	*n = sw()
	println(o, k)
	n = &o
	*n, p[0] = sw(), 1
	println(o, k)
	mm := map[string][]int{"a": {1}, "b": {2}}
	key := "a"
	kk := func() int { key = "b"; return 3 }
	mm[key][0] = kk()
	println(mm["a"][0], mm["b"][0])
	key = "a"
	mm[key][0], o = kk(), 1
	println(mm["a"][0], mm["b"][0])
}
