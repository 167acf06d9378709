package main

type seq func(yield func(int) bool)

func count(n int) seq {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				println("stopped at", i)
				return
			}
		}
	}
}

func filter(s seq, keep func(int) bool) seq {
	return func(yield func(int) bool) {
		for v := range s {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func transform(s seq, f func(int) int) seq {
	return func(yield func(int) bool) {
		for v := range s {
			if !yield(f(v)) {
				break
			}
		}
	}
}

func both(a, b seq) seq {
	return func(yield func(int) bool) {
		for v := range a {
			if !yield(v) {
				return
			}
		}
		b(yield)
	}
}

func fold(s seq, start int, f func(int, int) int) int {
	for v := range s {
		start = f(start, v)
	}
	return start
}

func first(s seq, wanted func(int) bool) (int, bool) {
	for v := range s {
		if wanted(v) {
			return v, true
		}
	}
	return -1, false
}

// collect keeps what the bodies capture beyond the loop.
func collect(s seq) []func() int {
	var all []func() int
	sum := 0
	for v := range s {
		sum += v
		all = append(all, func() int { sum++; return v*100 + sum })
	}
	return all
}

func nested(a, b seq) (n int) {
outer:
	for x := range a {
		for y := range b {
			switch {
			case x*y == 6:
				continue outer
			case x+y == 9:
				break outer
			case x == 5:
				return -n
			}
			n += x*10 + y
		}
	}
	return n
}

func deferred(s seq) (text int) {
	for v := range s {
		defer func() { text = text*10 + v }()
		if v == 3 {
			return 7
		}
	}
	return 8
}

// broken goes on after the body said no.
func broken(yield func(int) bool) {
	for i := range 4 {
		yield(i)
	}
}

func caught(f func()) {
	defer func() {
		println("recovered:", recover() != nil)
	}()
	f()
}

func main() {
	odd := func(v int) bool { return v%2 == 1 }
	println(fold(transform(filter(count(20), odd), func(v int) int { return v * v }), 0, func(a, v int) int { return a*3 + v }))
	limit := 40
	v, ok := first(transform(both(count(3), filter(count(50), odd)), func(v int) int { limit--; return v + limit }), func(v int) bool { return v > limit+20 })
	println(v, ok, limit)
	for _, f := range collect(filter(count(8), odd)) {
		println(f(), f())
	}
	println(nested(count(4), count(5)), nested(filter(count(9), odd), count(3)), nested(count(6), transform(count(6), func(v int) int { return v + 2 })))
	println(deferred(count(6)), deferred(filter(count(3), odd)))
	caught(func() {
		for v := range filter(broken, odd) {
			println("body", v)
			break
		}
	})
	caught(func() {
		println(fold(transform(count(3), func(v int) int { return 6 / (2 - v) }), 1, func(a, v int) int { return a + v }))
	})
}
