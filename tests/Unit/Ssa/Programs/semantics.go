package main

type big struct {
	a [20]int
	s string
	n int
}

func fill(v int) (b big) {
	for i := range b.a {
		b.a[i] = v * i
	}
	b.s = "s"
	b.n = v
	return b
}

func total(b big) int {
	t := b.n
	for _, x := range b.a {
		t += x
	}
	b.a[0] = 1000
	return t
}

type base struct{ id int }

func (b *base) setID(n int) { b.id = n }
func (b base) ID() int      { return b.id }

type derived struct {
	base
	name string
}

type other struct {
	*derived
	extra int
}

type identified interface{ ID() int }
type named interface {
	identified
	Name() string
}

func (d derived) Name() string { return d.name }

type number interface{ ~int | ~int64 }

func sumAll[T number](xs []T) (t T) {
	for _, x := range xs {
		t += x
	}
	return
}

type myInt int

func (m myInt) String() string { return "my" }

type stringer interface{ String() string }

func show[T stringer](x T) string { return x.String() }

type pair[K comparable, V any] struct {
	key K
	val V
}

func find[K comparable, V any](ps []pair[K, V], k K) (V, bool) {
	for _, p := range ps {
		if p.key == k {
			return p.val, true
		}
	}
	var zero V
	return zero, false
}

var trace string

func t(s string, n int) int { trace += s; return n }

func nested() (r int) {
	defer func() {
		if e := recover(); e != nil {
			r = e.(int) * 2
		}
	}()
	defer func() {
		defer func() {
			if e := recover(); e != nil {
				panic(e.(int) + 1)
			}
		}()
		panic(20)
	}()
	panic(1)
}

func named2() (a, b int) {
	defer func() { a, b = b, a }()
	a = 1
	return 5, 6
}

func loopDefer(n int) (s int) {
	for i := 0; i < n; i++ {
		defer func(k int) { s = s*10 + k }(i)
	}
	return 9
}

func iterate(yield func(string, int) bool) {
	if !yield("a", 1) {
		return
	}
	defer func() { trace += "!" }()
	if !yield("b", 2) {
		return
	}
	yield("c", 3)
}

func search(want string) (found int) {
	defer func() { found += 100 }()
	for k, v := range iterate {
		defer func() { trace += k }()
		if k == want {
			return v
		}
	}
	return -1
}

type celsius float64
type grid [2][2]int

func modify(g *grid, s []int, m map[string]int) {
	g[0][1] = 7
	s[0] = 8
	m["z"] = 9
}

func multi() (int, string, error) { return 1, "two", nil }

type node struct {
	left, right *node
	v           int
}

func (n *node) insert(v int) *node {
	if n == nil {
		return &node{v: v}
	}
	if v < n.v {
		n.left = n.left.insert(v)
	} else {
		n.right = n.right.insert(v)
	}
	return n
}

func (n *node) walk(f func(int)) {
	if n != nil {
		n.left.walk(f)
		f(n.v)
		n.right.walk(f)
	}
}

func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func main() {
	b := fill(2)
	c := b
	c.a[3] = -1
	println(total(b), total(c), b.a[0], c.s, b == c, b.a == fill(2).a)
	arr := [3]int{1, 2, 3}
	for i, v := range arr {
		arr[2] = 10
		if i == 2 {
			println("copy", v)
		}
	}
	sl := arr[:]
	for i, v := range sl {
		sl[2] = 20
		if i == 2 {
			println("alias", v)
		}
	}
	d := derived{base{1}, "d"}
	d.setID(5)
	o := other{&d, 1}
	o.setID(o.ID() + 1)
	var nm named = o
	var id identified = nm
	println(d.id, nm.ID(), nm.Name(), id.ID(), id.(named).Name())
	g := o.ID
	d.id = 77
	h := (*base).setID
	h(&d.base, 3)
	println(g(), d.ID(), derived.Name(d))
	_, isStringer := any(d).(stringer)
	println(isStringer, show(myInt(3)), sumAll([]myInt{1, 2, 3}), sumAll([]int64{4, 5}))
	v, ok := find([]pair[string, float64]{{"x", 1.5}, {"y", 2.5}}, "y")
	println(v == 2.5, ok)
	_, ok = find([]pair[int, string]{}, 3)
	println(ok)
	s := []int{0, 0, 0, 0}
	s[t("i", 1)], s[t("j", 2)] = t("x", 10), t("y", 20)
	println(trace, s[1], s[2])
	i := 0
	i, s[i] = 2, 99
	println(i, s[0], s[2])
	s[0], s[1] = s[1], s[0]
	println(s[0], s[1])
	println(nested())
	println(named2())
	println(loopDefer(4))
	trace = ""
	println(search("b"), trace)
	trace = ""
	println(search("zz"), trace)
	var gr grid
	m := map[string]int{}
	modify(&gr, s, m)
	println(gr[0][1], s[0], m["z"], len(m))
	x, y, err := multi()
	println(x, y, err == nil)
	var root *node
	for _, v := range []int{5, 2, 8, 1, 9, 3} {
		root = root.insert(v)
	}
	acc := 0
	root.walk(func(v int) { acc = acc*10 + v })
	println(acc)
	add := func(n int) func(int) int { return func(x int) int { return x + n } }
	println(compose(add(1), add(10), func(x int) int { return x * 2 })(5))
	var u8 uint8 = 250
	u8 += 10
	var i8 int8 = 127
	i8++
	var u32 uint32 = 1 << 31
	f := 3.99
	println(u8, i8, u32<<1, int(f), int(-f), uint8(int(f)<<7), int64(int32(-5)), uint64(uint32(1<<32-5)))
	sh := uint(70)
	println(1<<sh>>1 == 0, int64(-8)>>sh, uint16(1)<<15)
	var e error
	var st stringer
	println(e == nil, st == nil, any(st) == nil)
	ptrs := map[*int]string{}
	p1, p2 := new(int), new(int)
	ptrs[p1], ptrs[p2] = "1", "2"
	println(len(ptrs), ptrs[p1], ptrs[p2])
	type key struct {
		a int
		s string
	}
	km := map[key]int{{1, "a"}: 10}
	km[key{1, "a"}] += 5
	println(km[key{1, "a"}], km[key{2, "a"}])
	mat := make([][]int, 3)
	for i := range mat {
		mat[i] = make([]int, i+1)
		mat[i][i] = i * i
	}
	println(len(mat[2]), mat[2][2])
	func() {
		defer func() { println("recovered", recover() != nil) }()
		var np *derived
		println(np.name)
	}()
	func() {
		defer func() { println("division", recover() != nil) }()
		z := 0
		println(1 / z)
	}()
	func() {
		defer func() { println("assert", recover() != nil) }()
		println(any("s").(int))
	}()
	func() {
		defer func() { println("slice", recover() != nil) }()
		k := 5
		println(len(s[k:]))
	}()
	arr2 := [2]string{"p", "q"}
	pa := &arr2
	for i := range pa {
		pa[i] += "!"
	}
	println(arr2[0], arr2[1], len(pa), pa[1][0] == 'q')
	var iface any = arr2
	arr2[0] = "changed"
	println(iface.([2]string)[0], celsius(3)+0.5 == 3.5)
	str := "x"
	for range 3 {
		str += str
	}
	println(str, len(str))
	str2 := string(rune(0x4e16)) + "a"
	println(str2, len(str2))
	cc := 0
	for i := range 10 {
		if i%2 == 0 {
			continue
		}
		cc += i
	}
	println(cc)
	lit := []struct {
		n string
		f func(int) int
	}{{"sq", func(x int) int { return x * x }}, {"neg", func(x int) int { return -x }}}
	for _, l := range lit {
		print(l.n, l.f(7), " ")
	}
	println()
	clear(m)
	println(len(m))
	w := append([]int(nil), 1, 2, 3)
	w = append(w[:1], w[2:]...)
	w = append(w, make([]int, 2)...)
	println(len(w), w[0], w[1], w[3])
}
