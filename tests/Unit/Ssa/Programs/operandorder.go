package main

// Operands that are no calls are evaluated after all calls of the statement.

type pair struct{ x, y int }

type boxed struct{ a, b any }

var a = 1

type namer interface{ name(int) string }

type one struct{}

func (one) name(int) string { return "one" }

type two struct{}

func (two) name(int) string { return "two" }

func f() int { a++; return a * 10 }

func g(p *int) int { *p += 5; return *p }

func h(p *[]int) int { *p = append(*p, 9); return len(*p) }

func show(values ...any) {
	for _, v := range values {
		switch v := v.(type) {
		case int:
			print(v, " ")
		case bool:
			print(v, " ")
		case string:
			print(v, " ")
		case pair:
			print(v.x, "/", v.y, " ")
		}
	}
	println()
}

func literals() {
	show(a, f(), a)
	s := []int{a, f(), a}
	println(s[0], s[1], s[2])
	p := pair{a, f()}
	println(p.x, p.y)
	r := [3]int{a, f(), a}
	println(r[0], r[1], r[2])
	m := map[int]int{a: f()}
	for k, v := range m {
		println(k, v)
	}
	n := map[int]pair{a: {a, f()}, 100: {f(), a}}
	println(n[7].x, n[7].y, n[100].x, n[100].y, len(n))
	w := [][]int{{a, f()}, {a}, {f(), a}}
	println(w[0][0], w[0][1], w[1][0], w[2][0], w[2][1])
	x := []pair{{a, f()}, {a, a}, {f(), a}}
	println(x[0].x, x[0].y, x[1].x, x[1].y, x[2].x, x[2].y)
	y := &pair{a, f()}
	println(y.x, y.y)
}

func locals() {
	b := 3
	q := []any{b, g(&b), b}
	show(q...)
	c := 3
	t := pair{c, g(&c)}
	println(t.x, t.y)
	d := 1
	z := boxed{d, g(&d)}
	show(z.a, z.b)
	e := 4
	show(e*2, g(&e), e*2, -e, pair{e, 1})
	println(e+g(&e)*e, e-g(&e)-g(&e), e<<1+g(&e))
	var i any = a
	show(i.(int), f(), i.(int)+a)
}

func places() {
	s := []int{1, 2, 3}
	println(len(s), h(&s), len(s), s[len(s)-1]+h(&s), len(s[1:]))
	i := 0
	println(s[i-8], g(&i), s[i-9], s[g(&i)-9])
	m := map[string]int{"k": 1}
	set := func(v int) int { m["k"] = v; return v }
	println(m["k"], set(7), m["k"]+set(8)+m["k"])
	t := "abc"
	cut := func() string { t = t[1:]; return t }
	println(t+cut()+t, t[:1]+cut())
	ok := true
	flip := func() bool { ok = !ok; return ok }
	println(ok, ok && flip(), flip() || ok, ok == flip(), ok)
	list := []int{1}
	grow := func() int { list = append(list, 5, 6); return 7 }
	list = append(list, grow())
	println(len(list), list[len(list)-1])
	list = append(list[:grow()-6], list[grow()-6:]...)
	println(len(list), copy(list[1:], list[grow()-7:]), min(len(list), grow(), len(list)))
	call := func(int) string { return "first" }
	swap := func() int { call = func(int) string { return "second" }; return 1 }
	println(call(swap()))
	var m1 namer = one{}
	next := func() int { m1 = two{}; return 1 }
	println(m1.name(next()))
	p := pair{1, 2}
	move := func() pair { p.x += 10; return p }
	println(p == move(), p.x, move().y, p.x)
}

func main() {
	literals()
	locals()
	places()
}
