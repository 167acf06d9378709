package main

var memory = []kernel{
	{"allocate-nodes", allocateNodes},
	{"allocate-records", allocateRecords},
	{"make-of-variable-size", makeOfVariableSize},
	{"array-literals", arrayLiterals},
	{"struct-copies", structCopies},
	{"append-and-grow", appendAndGrow},
	{"closures", closures},
	{"field-updates", fieldUpdates},
}

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func (n *node) count() uint64 {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func allocateNodes() uint64 { return tree(14).count() }

type record struct {
	key, value string
	next       *record
	weight     int
}

func allocateRecords() (sum uint64) {
	var head *record
	for i := range 30_000 {
		head = &record{"key", "value", head, i}
	}
	for r := head; r != nil; r = r.next {
		sum += uint64(r.weight + len(r.value))
	}
	return sum
}

//go:noinline
func sumOfBuffer(n int) (sum int) {
	buffer := make([]byte, n)
	for i := range buffer {
		buffer[i] = byte(i)
	}
	for _, b := range buffer {
		sum += int(b)
	}
	return sum
}

func makeOfVariableSize() (sum uint64) {
	for i := range 40_000 {
		sum += uint64(sumOfBuffer(8 + i&15))
	}
	return sum
}

//go:noinline
func primes() [8]int { return [8]int{2, 3, 5, 7, 11, 13, 17, 19} }

func arrayLiterals() (sum uint64) {
	for i := range 200_000 {
		p := primes()
		sum += uint64(p[i&7])
	}
	return sum
}

type matrix3 struct{ a, b, c, d, e, f float64 }

//go:noinline
func transpose(m matrix3) matrix3 { return matrix3{m.a, m.d, m.b, m.e, m.c, m.f} }

func structCopies() uint64 {
	list := make([]matrix3, 16)
	for i := range list {
		list[i] = matrix3{float64(i), 1, 2, 3, 4, 5}
	}
	for i := range 120_000 {
		list[i&15] = transpose(list[(i+1)&15])
	}
	return uint64(list[3].a + list[3].b)
}

func appendAndGrow() (sum uint64) {
	for i := range 600 {
		var list []int
		for j := range 300 {
			list = append(list, i^j)
		}
		sum += uint64(list[i&255])
	}
	return sum
}

func adder(n int) func(int) int { return func(m int) int { return n + m } }

func closures() (sum uint64) {
	list := []func(int) int{adder(1), adder(2), adder(3), adder(4)}
	for i := range 300_000 {
		sum += uint64(list[i&3](i))
	}
	return sum
}

type counter struct {
	lines, words, bytes int
	inWord              bool
}

//go:noinline
func (c *counter) add(text string) {
	for i := 0; i < len(text); i++ {
		c.bytes++
		switch text[i] {
		case '\n':
			c.lines++
			c.inWord = false
		case ' ', '\t':
			c.inWord = false
		default:
			if !c.inWord {
				c.words++
			}
			c.inWord = true
		}
	}
}

func fieldUpdates() uint64 {
	var c counter
	for range 10_000 {
		c.add("one two  three\nfour five\n\tsix seven\n")
	}
	return uint64(c.lines + c.words<<20 + c.bytes<<32)
}
