package main

// Operands that are copied where they stand, before the calls that follow, and their like that are read after all calls.

type pair struct{ a, b int }

type word struct{ s string }

type halves struct{ x, y int32 }

type key struct {
	s string
	n int
}

var n = 1
var s = pair{1, 2}
var word1 = word{"a"}
var text = "abc"
var small = byte(1)
var bytes = []byte("abc")
var list = []int{1, 2, 3}
var boxed any = pair{1, 2}
var boxedPointer any = &s
var other = pair{100, 200}
var pointer = &s
var pairs = map[int]pair{1: {1, 2}}
var words = map[int]word{1: {"a"}}
var flags = map[int]bool{1: true}
var texts = map[int]string{1: "a"}
var numbers = map[int]int{1: 1}
var pointers = map[int]*pair{1: {1, 2}}

func change() int {
	n++
	s.a += 10
	word1.s += "x"
	text += "d"
	small++
	bytes[0]++
	list[0] += 10
	boxed = pair{boxed.(pair).a + 1, n}
	boxedPointer = &other
	pointer = &other
	pairs[1] = pair{n, n}
	words[1] = word{"w"}
	flags[1] = !flags[1]
	texts[1] += "b"
	numbers[1]++
	pointers[1] = &pair{n, n}
	return n
}

func (p pair) sum(x int) int { return p.a + p.b + x }

type summer interface{ sum(int) int }

func show(values ...any) {
	for _, v := range values {
		switch v := v.(type) {
		case int:
			print(v, " ")
		case byte:
			print("byte ", v, " ")
		case bool:
			print(v, " ")
		case string:
			print(v, " ")
		case pair:
			print(v.a, "/", v.b, " ")
		case *pair:
			print("&", v.a, "/", v.b, " ")
		case word:
			print("word ", v.s, " ")
		case halves:
			print(v.x, "|", v.y, " ")
		case []byte:
			print(string(v), " ")
		case []rune:
			print(string(v), " ")
		case [2]int:
			print(v[0], ",", v[1], " ")
		case [1]string:
			print("[", v[0], "] ")
		default:
			print("? ")
		}
	}
	println()
}

func three(a any, x int, b any) { show(a, x, b) }

func boxes() {
	three(s, change(), s)
	three(pairs[1], change(), pairs[1])
	three(words[1], change(), words[1])
	three(flags[1], change(), flags[1])
	three(texts[1], change(), texts[1])
	three(numbers[1], change(), numbers[1])
	three(pointers[1], change(), pointers[1])
	three(pair{n, 1}, change(), pair{n, 1})
	three(word{text}, change(), word{text})
	three(&pair{n, 1}, change(), &pair{n, 1})
	three([2]int{n, n}, change(), [1]string{text})
	three(halves{int32(n), 1}, change(), halves{int32(n), 1})
	three(small+1, change(), small+1)
	three(small, change(), n+1)
	three(n > 20, change(), n == 20)
	three(*pointer, change(), *pointer)
	pointer = &s
	three(pointer, change(), pointer.a)
	three(struct{ pair }{s}.pair, change(), s)
	three(text+"-", change(), text[0])
}

func assertions() {
	three(boxed.(pair), change(), boxed.(pair).b)
	println(boxed.(pair).a, change(), boxed.(pair).a)
	boxedPointer = &s
	println(boxedPointer.(*pair).a, change(), boxedPointer.(*pair).a)
	v, ok := func() any { change(); return boxed }().(pair)
	println(v.a, ok, n)
}

func conversions() {
	show([]byte(text), change(), []byte(text))
	show([]byte(text+"-"), change(), string(bytes))
	show(string(bytes)+text, change(), len(text), change())
	inBytes := map[string]int{"kbc": 1, "lbc": 2, "mbc": 3, "nbc": 4, "obc": 5}
	bytes[0] = 'k'
	println(inBytes[string(bytes)], change(), inBytes[string(bytes)]+change())
	byKey := map[[1]string]int{{"kbc"}: 1, {"lbc"}: 2}
	bytes[0] = 'k'
	println(byKey[[1]string{string(bytes)}], change())
	inBytes[string(bytes)] = change()
	println(inBytes["lbc"], inBytes["mbc"])
	bytes[0] = 'k'
	inBytes[string(bytes)] += change()
	println(inBytes["kbc"], inBytes["lbc"])
}

func keys() {
	n = 1
	s = pair{1, 2}
	byInt := map[int]int{1: 1, 2: 2, 3: 3}
	println(byInt[n], change(), byInt[n])
	n = 1
	byBool := map[bool]int{true: 1}
	println(byBool[n == 1], change(), byBool[n == 2])
	n = 1
	byPair := map[pair]int{{1, 2}: 1, {11, 2}: 2}
	println(byPair[pair{n, 2}], change())
	s = pair{1, 2}
	println(byPair[s], change(), byPair[s])
	n = 1
	byHalves := map[halves]int{{1, 1}: 1, {2, 1}: 2}
	println(byHalves[halves{int32(n), 1}], change())
	n = 1
	byPair[pair{n, 5}] = change()
	println(byPair[pair{1, 5}], byPair[pair{2, 5}])
	byPair[pair{n, 6}], n = change(), 1
	println(byPair[pair{2, 6}], byPair[pair{3, 6}])
	byInt[n] = change()
	println(byInt[1], byInt[2])
	byPair[pair{n, 7}] += change()
	println(byPair[pair{2, 7}], byPair[pair{3, 7}])
}

func comparisons() {
	s = pair{1, 2}
	println(s == pair{11, 2}, change(), s == pair{11, 2})
	n = 1
	println(pair{n, 2} == pair{1, 2}, change(), pair{n, 2} == pair{2, 2}, change())
	pairs[1] = pair{1, 1}
	println(pairs[1] == pair{1, 1}, change(), pairs[1] == pair{1, 1})
	boxed = pair{1, 2}
	println(boxed == pair{1, 2}, change(), boxed == pair{1, 2})
	n, pairs[1] = 5, pair{7, 8}
	println(boxed == any(pair{n, 2}), change(), boxed == any(pairs[1]))
	println(n == change(), change() == n, text == "abc", change())
}

func methodValues() {
	call := func(f func(int) int, x int) { println(f(x), x) }
	s = pair{1, 2}
	call(s.sum, change())
	pointer = &s
	call(pointer.sum, change())
	call(boxed.(pair).sum, change())
	call(summer(s).sum, change())
	f := s.sum
	change()
	println(f(0), s.sum(0))
	fs := []func(int) int{s.sum, func(x int) int { return change() }, s.sum}
	fs[1](0)
	println(fs[0](0), fs[2](0))
}

type inner struct{ pair }

type outer struct {
	inner
	c int
}

func together() {
	n = 1
	x, y := n, change()
	x, y, z := n, change(), n
	println(x, y, z)
	o := outer{a: n, c: change(), b: n}
	println(o.a, o.b, o.c)
}

func delayed() {
	s = pair{1, 2}
	defer three(s, change(), s)
	defer println(n, change(), s.a, n)
	defer show(s, change(), pairs[1], boxed)
	func() {
		defer func(x pair, y int) { println(x.a, y) }(s, change())
	}()
}

type row struct {
	text   string
	boxed  any
	nested any
	x, y   int
}

// Constants among the parts of literals that hold calls: many are copied from data, few are stored.
func knownParts() {
	n = 1
	many := []row{{"a", pair{1, 2}, any([2]pair{{1, 2}, {3, 4}}), n, change()}, {"b", pair{3, 4}, 5, n, 6}, {"c", any(pair{5, 6}), nil, 1, 2}}
	few := row{boxed: pair{7, 8}, x: n, y: change()}
	for _, r := range append(many, few) {
		p := r.boxed.(pair)
		println(r.text, p.a, p.b, r.nested == any([2]pair{{1, 2}, {3, 4}}), r.x, r.y)
	}
	println(pair{1, 2} == pair{1, 2}, any(pair{1, change()}) == any(pair{1, 2}), boxed == any(pair{1, 2}))
}

func main() {
	boxes()
	assertions()
	conversions()
	keys()
	comparisons()
	methodValues()
	together()
	delayed()
	knownParts()
}
