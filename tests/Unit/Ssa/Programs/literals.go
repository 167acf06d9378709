package main

type pair struct {
	name string
	n    int
}

type wide struct {
	a, b, c, d, e, f, g, h, i int
	s                         string
	_                         int
	t                         [2]pair
}

var global = 5
var calls = ""

func next(n int) int {
	calls += "."
	global = global*3 + n
	return global & 255
}

func pairs() []pair {
	return []pair{{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}, {"e", 5}, {"f", 6}, {"g", 7}, {"h", 8}, {"i", 9}, {"j", 10}}
}

func mixed() []pair {
	return []pair{{"a", 1}, {"b", next(2)}, {"c", 3}, {"d", 4}, {"e", 5}, {"f", next(6)}, {"g", global}, {"h", 8}, {"i", 9}, {"j", 10}}
}

func nested() [][]int {
	return [][]int{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, nil, {next(1), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {}}
}

func anys() []any {
	return []any{1, "two", 3, "four", 5, true, 7, "eight", pair{"nine", 9}, 10, nil, func() int { return 12 }}
}

func table(x int) int {
	t := [...]int{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9}
	t[x]++
	return t[x]*100 + t[0]
}

func sparse() (r [40]int) {
	r = [40]int{1: 1, 3: 3, 5: 5, 7: 7, 9: 9, 11: 11, 13: 13, 15: 15, 17: 17, 39: next(0)}
	return
}

func itself(p *[12]int) { *p = [12]int{p[1], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, p[0]} }

func blank(n int) wide { return wide{1, 2, 3, 4, 5, 6, 7, 8, 9, "s", next(n), [2]pair{{"x", 1}, {"y", n}}} }

func sum[T ~int | ~int8](n T) (s T) {
	for _, v := range []T{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, n} {
		s += v
	}
	return
}

func counts(key string) int {
	return map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10, "k": 11, "l": 12, "m": 13, "n": 14,
		"o": 15, "p": 16, "q": 17, "r": 18, "s": 19, "t": 20, "u": 21, "v": 22, "w": 23, "x": 24, "y": 25, "z": 26, "dynamic": next(1)}[key]
}

func main() {
	first := pairs()
	first[0].n = 99
	first[1], first[2] = first[2], first[1]
	for _, p := range append(first[:3], pairs()[:3]...) {
		println(p.name, p.n)
	}
	for _, p := range mixed() {
		println(p.name, p.n)
	}
	for _, l := range nested() {
		println(len(l), cap(l), l == nil)
		for i, v := range l {
			if i == 0 || i == 9 {
				println(v)
			}
		}
	}
	for _, a := range anys() {
		switch a := a.(type) {
		case int:
			println("int", a)
		case string:
			println("string", a)
		case bool:
			println("bool", a)
		case pair:
			println("pair", a.name, a.n)
		case func() int:
			println("func", a())
		default:
			println("nil", a == nil)
		}
	}
	println(table(3), table(0), table(0))
	r := sparse()
	println(r[0], r[1], r[17], r[39])
	p := [12]int{100, 200}
	itself(&p)
	println(p[0], p[1], p[10], p[11])
	w := blank(3)
	println(w.a, w.i, w.s, w.t[0].name, w.t[1].n)
	println(sum(12), sum(int8(100)))
	println(counts("a"), counts("z"), counts("dynamic"), counts("none"))
	println(calls, global)
}
