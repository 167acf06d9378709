package main

type point struct{ x, y int }

func (p point) sum() int   { return p.x + p.y }
func (p *point) move(d int) { p.x += d; p.y -= d }

type shape interface{ area() int }
type square struct{ side int }
type rect struct{ w, h int }

func (s square) area() int { return s.side * s.side }
func (r *rect) area() int  { return r.w * r.h }

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func divmod(a, b int) (q, r int) {
	q = a / b
	r = a % b
	return
}

func swap(a, b string) (string, string) { return b, a }

func classify(n int) string {
	switch {
	case n < 0:
		return "neg"
	case n == 0:
		return "zero"
	}
	switch n {
	case 1, 2, 3:
		return "small"
	case 4:
		fallthrough
	case 5:
		return "mid"
	case 10, 11, 12, 13, 14, 15, 16:
		return "teen"
	}
	return "big"
}

func word(s string) int {
	switch s {
	case "one":
		return 1
	case "two":
		return 2
	case "three":
		return 3
	}
	return -1
}

func describe(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int:
		if x > 10 {
			return "large int"
		}
		return "int"
	case string:
		return "string " + x
	case shape:
		return "shape"
	case error, bool:
		return "error or bool"
	}
	return "other"
}

func counter() func() int {
	n := 0
	return func() int { n++; return n }
}

func recovering(f func()) (msg string) {
	defer func() {
		if r := recover(); r != nil {
			if s, ok := r.(string); ok {
				msg = "recovered " + s
			} else {
				msg = "recovered"
			}
		}
	}()
	f()
	return "fine"
}

func order() (s string) {
	for i := 0; i < 3; i++ {
		defer func() { s += string(rune('a' + i)) }()
	}
	return "x"
}

type matrix [3][3]int

func (m matrix) trace() (t int) {
	for i := range m {
		t += m[i][i]
	}
	return
}

func variadic(xs ...int) (n int) {
	for _, x := range xs {
		n += x
	}
	return
}

type list struct {
	next *list
	v    int
}

func max3[T int | float64 | string](a, b, c T) T { return max(a, b, c) }

type stack[T any] struct{ items []T }

func (s *stack[T]) push(v T) { s.items = append(s.items, v) }
func (s *stack[T]) pop() T {
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v
}

func each(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

var table = []int{1, 2, 3, 5, 8}
var names = map[string]int{"a": 1, "b": 2}
var total = len(table) + names["b"]

func main() {
	println(fib(15), classify(-1), classify(0), classify(2), classify(4), classify(12), classify(99))
	q, r := divmod(-17, 5)
	println(q, r, -17>>1, uint8(px0(200))+100, int8(-128)/int8(q/q*-1))
	a, b := swap("x", "y")
	println(a, b, a+b+"z", len(a+b), a < b, a == "y", word("two"), word("four"))
	p := point{3, 4}
	p.move(2)
	f := p.sum
	p.x = 100
	println(p.sum(), f(), p.x)
	shapes := []shape{square{3}, &rect{2, 5}}
	for i, s := range shapes {
		println(i, s.area())
	}
	println(describe(nil), describe(5), describe(50), describe("hi"), describe(square{1}), describe(true), describe(1.5))
	c := counter()
	c()
	c()
	println(c())
	println(recovering(func() { panic("boom") }), recovering(func() {}), recovering(func() { var l *list; l.v = 1 }))
	println(recovering(func() { x := []int{1}; i := 5; x[i] = 1 }), order())
	m := matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
	n := m
	n[1][1] = 50
	println(m.trace(), n.trace(), m == n, m == matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}})
	println(variadic(), variadic(1, 2, 3), variadic(table...), total)
	var head *list
	for i := 0; i < 4; i++ {
		head = &list{head, i}
	}
	for l := head; l != nil; l = l.next {
		print(l.v, " ")
	}
	println()
	println(max3(1, 7, 3), max3("b", "c", "a"), max3(2.5, 1.0, 0.5) > 2)
	var st stack[string]
	st.push("p")
	st.push("q")
	println(st.pop(), st.pop(), len(st.items))
	sum := 0
	for v := range each(10) {
		if v == 2 {
			continue
		}
		if v == 6 {
			break
		}
		sum += v
	}
	println(sum)
	var funcs []func() int
	for i := 0; i < 3; i++ {
		funcs = append(funcs, func() int { i += 10; return i })
	}
	for _, fn := range funcs {
		print(fn(), " ", fn(), " ")
	}
	println()
	for i, r := range "aé€z" {
		print(i, ":", r, " ")
	}
	println()
	bs := []byte("hello")
	bs[0] = 'j'
	copy(bs[1:], "u")
	println(string(bs), string(bs[1:3]), len(bs[:2:3]), cap(bs[:2:3]))
	mm := map[string][]int{}
	mm["k"] = append(mm["k"], 1, 2)
	mm["k"][1]++
	mm["l"] = nil
	v, ok := mm["zz"]
	println(len(mm), mm["k"][1], len(v), ok)
	delete(mm, "k")
	println(len(mm))
	cnt := map[int]int{}
	for i := 0; i < 20; i++ {
		cnt[i%3]++
	}
	println(cnt[0], cnt[1], cnt[2])
outer:
	for i := 0; ; i++ {
		for j := 0; j < 5; j++ {
			if i*j == 12 {
				println("found", i, j)
				break outer
			}
			if j > i {
				continue outer
			}
		}
	}
	x := 10
	px := &x
	*px += 5
	y := [...]int{5: 1, 2, 1: 7}
	println(x, len(y), y[1], y[5], y[6])
	var e1, e2 any = point{1, 2}, point{1, 2}
	println(e1 == e2, e1 != any(3), uint32(1)<<31>>31, 1<<uint(px0(3)))
	z := complex(1, 2)
	z = z * z
	println(real(z) == -3, imag(z) == 4, min(3, 1, 2), max(2, 9))
	i := 0
loop:
	if i < 3 {
		i++
		goto loop
	}
	println(i, int32(-7)/2, int32(-7)%2, -8/4, 7&^5, 6^3)
}

func px0(n int) int { return n }
