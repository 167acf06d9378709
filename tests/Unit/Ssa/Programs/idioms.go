// Tests of ranges, selections, small copies, loops that clear, and statements on elements of maps: each has a pass or an idiom of its own.
package main

func signed(x int8) (n int) {
	if x >= -5 && x <= 9 {
		n |= 1
	}
	if x < -100 || x > 100 {
		n |= 2
	}
	if x != 4 && x != 6 {
		n |= 4
	}
	if !(x == -128 || x == 127) {
		n |= 8
	}
	if x > -128 && x != 127 {
		n |= 16
	}
	if 3 < x && 9 > x && x%4 == 0 {
		n |= 32
	}
	if x%2 != 0 || x%-8 == 0 {
		n |= 64
	}
	return n
}

func unsigned(x uint8) (n int) {
	digit := x >= '0' && x <= '9'
	letter := 'a' <= x && x <= 'z' || 'A' <= x && x <= 'Z'
	if digit || letter || x == '_' {
		n |= 1
	}
	if x != 0 && x <= 200 {
		n |= 2
	}
	if x < 250 && x != 249 {
		n |= 4
	}
	if x > 3 && x < 3 {
		n |= 8
	}
	if digit != letter {
		n |= 16
	}
	return n
}

func least(a, b, c int) int {
	if b < a {
		a = b
	}
	if c < a {
		a = c
	}
	return a
}

func ordered(a, b int) (int, int) {
	x, y := a, b
	if a > b {
		x, y = b, a
	}
	return x, y
}

func chosen(p, q *int, c int) int {
	r := p
	if c > 3 {
		r = q
	}
	return *r
}

func halves(x float64, y float32) (float64, float64, float64, float64) { return x / 2, x / -8, float64(y / 0.25), float64(2 * y) }

func rotated(a uint64, b uint32, c uint16, d uint8) (uint64, uint32, uint16, uint8) {
	return a<<7 | a>>57, b>>25 + b<<7, c<<8 ^ c>>8, d<<3 | d>>5
}

func copies(s []byte, k int) string {
	t := []byte("abcdefghijklmnopqrstuvwxyz")
	copy(t[:1], s)
	copy(t[2:5], s[1:4])
	copy(t[k:k+7], t[6:13])
	copy(t[3:19], t[5:21])
	t = append(t, "xyz"...)
	return string(t)
}

func clear(a []int, p []*int, s []struct{ x, y int8 }) (n int) {
	for i := range a {
		a[i] = 0
	}
	for i := range p {
		p[i] = nil
	}
	for i := range s {
		s[i].x = 0
	}
	for _, x := range a {
		n += x
	}
	for _, x := range p {
		if x != nil {
			n++
		}
	}
	return n
}

func main() {
	ranges, classes := 0, 0
	for i := -128; i < 128; i++ {
		ranges = ranges*31 + signed(int8(i))
		classes = classes*31 + unsigned(uint8(i))
	}
	println(ranges, classes)
	for i := -2; i < 3; i++ {
		x, y := ordered(i, 1-i)
		println(least(i, 1, -i), x, y)
	}
	one, two := 1, 2
	println(chosen(&one, &two, 3), chosen(&one, &two, 4))
	println(halves(-3, 5))
	println(rotated(0x8123456789abcdef, 0x81234567, 0x8123, 0x81))
	for k := 4; k < 9; k++ {
		println(copies([]byte("0123"), k))
	}
	a, p := []int{1, 2, 3}, []*int{&one, nil, &two}
	println(clear(a, p, nil), len(a), a[2])

	lists := map[string][]int{}
	for i := 0; i < 6; i++ {
		lists["even"] = append(lists["even"], i*2, len(lists["even"]))
		lists["both"] = append(lists["both"], lists["even"]...)
	}
	println(len(lists), len(lists["even"]), len(lists["both"]), lists["both"][7])
	shifted := map[int]int{1: 1}
	shifted[1] <<= 3
	shifted[2] >>= 1
	shifted[1] /= 2
	println(shifted[1], len(shifted))
	func() {
		defer func() { println(recover() != nil, len(shifted)) }()
		zero := 0
		shifted[9] /= zero
	}()
	for k := range shifted {
		delete(shifted, k)
	}
	println(len(shifted))
}
