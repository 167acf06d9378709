package main

// Literals of few and of many constants, in every place that a value can be made in.

type ints []int

type words []string

type four [4]int

type ten [10]int

type holder struct {
	a ints
	b *ints
	c four
	d [2]ints
	e [2]four
	f any
}

func (s *ints) sum() (n int) {
	for _, x := range *s {
		n += x
	}
	return n
}

func (f *four) sum() (n int) {
	for _, x := range f {
		n += x
	}
	return n
}

//go:noinline
func hide[T any](x T) T { return x }

func pointerTo[T any](x T) *T { return &x }

func few() *ints { return &ints{1, 2, 3, 4} }

func many() *ints { return &ints{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} }

func fewArray() *four { return &four{5, 6, 7, 8} }

func manyArray() *ten { return &ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 10} }

func strings() *words { return &words{"a", "b", "c", "d", "e"} }

func pointers() []*ints { return []*ints{{1, 2, 3, 4, 5}, {6}, nil, {7, 8, 9, 10, 11, 12, 13, 14, 15, 16}} }

func arrays() []*four { return []*four{{1, 2, 3, 4}, {5}, nil} }

func assigned(p *ints, q *four) {
	*p = ints{4, 3, 2, 1, 0}
	*q = four{9, 8, 7, 6}
}

func itself(p *four) {
	*p = four{p[3], p[2], p[1], p[0]}
	*p = four{1, 2, 3, p[0]}
}

func named() (r ints, a four) {
	defer func() { r = append(r, a[0]); a[1]++ }()
	r = ints{1, 2, 3, 4, 5}
	return ints{r[4], 7, 7, 7, 7}, four{r[0], 1, 1, 1}
}

func generic[S ~[]E, E any](e ...E) *S {
	s := S(e)
	p := &S{}
	*p = append(*p, s...)
	return p
}

func genericLiteral[S ~[]int]() *S { return &S{1, 2, 3, 4, 5, 6} }

func genericArray[A ~[4]int]() (a A) {
	p := &a
	*p = A{4, 4, 4, 1}
	return
}

func show(name string, x []int) {
	print(name, " ", len(x), " ", cap(x))
	for _, v := range x {
		print(" ", v)
	}
	println()
}

func captured() func() ints {
	s, a := ints{1, 2, 3, 4}, four{1, 2, 3, 4}
	return func() ints {
		s = ints{a[0], a[1], a[2], a[3], 5}
		a = four{a[3], 2, 2, 2}
		return s
	}
}

func main() {
	show("few", *few())
	show("many", *many())
	println(fewArray().sum(), (&four{1, 1, 1, 1}).sum(), (&ints{2, 2, 2, 2, 2}).sum())
	show("ten", manyArray()[2:5])
	for _, w := range *strings() {
		print(w)
	}
	println()
	for _, p := range pointers() {
		if p != nil {
			show("pointer", *p)
		}
	}
	for _, p := range arrays() {
		if p != nil {
			show("array", p[:])
		}
	}
	var s ints
	var a four
	assigned(&s, &a)
	show("assigned", s)
	show("assigned", a[:])
	itself(&a)
	show("itself", a[:])
	r, b := named()
	show("named", r)
	show("named", b[:])
	show("generic", *generic[ints](1, 2, 3, 4))
	show("generic", *genericLiteral[ints]())
	g := genericArray[four]()
	show("generic", g[:])
	f := captured()
	show("captured", f())
	show("captured", f())

	h := &holder{a: ints{1, 2, 3, 4}, b: &ints{5, 6, 7, 8}, c: four{1, 2, 3, 4}, d: [2]ints{{1, 2, 3, 4}, {5, 6, 7, 8, 9}}, e: [2]four{{1, 2, 3, 4}, {5, 6, 7, 8}}, f: ints{1, 2, 3, 4}}
	show("field", h.a)
	show("field", *h.b)
	show("field", h.c[:])
	show("field", h.d[1])
	show("field", h.e[1][:])
	show("field", h.f.(ints))
	h.a, h.c = ints{h.c[3], 3, 2, 1}, four{h.a[3], 3, 2, 1}
	h.d[hide(0)] = ints{9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}
	h.e[hide(1)] = four{8, 8, 8, 8}
	*h.b = ints{7, 7, 7, 7}
	h.f = four{6, 6, 6, 6}
	show("stored", h.a)
	show("stored", h.c[:])
	show("stored", h.d[0])
	show("stored", h.e[1][:])
	show("stored", *h.b)
	boxed := h.f.(four)
	show("stored", boxed[:])

	m := map[string]ints{}
	m["x"] = ints{1, 2, 3, 4, 5}
	n := map[string]four{}
	n["x"] = four{1, 2, 3, 4}
	fromMap := n["x"]
	fromMap[0]++
	show("map", m["x"])
	show("map", fromMap[:])

	// Each round has a value of its own.
	for i := range 2 {
		x, y := four{1, 2, 3, 4}, ints{1, 2, 3, 4}
		p, q := &four{1, 2, 3, 4}, pointerTo(four{4, 3, 2, 1})
		x[i], y[i], p[i], q[i] = 100, 100, 100, 100
		show("round", x[:])
		show("round", y)
		show("round", p[:])
		show("round", q[:])
	}
	for i, v := range [4]int{4, 3, 2, 1} {
		print(i, v, " ")
	}
	println([4]int{1, 2, 3, 4}[hide(2)], hide([4]int{1, 2, 3, 4}) == [4]int{1, 2, 3, 4}, any(four{1, 2, 3, 4}) == any(hide(four{1, 2, 3, 4})))
}
