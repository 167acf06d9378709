package main

func remembered() int {
	var last *int
	for i := 0; i < 3; i++ {
		x := i
		if last != nil {
			return *last
		}
		last = &x
	}
	return -1
}

func chain() (s int) {
	type link struct {
		v    int
		next *link
	}
	var head *link
	for i := range 4 {
		l := link{i, head}
		head = &l
	}
	for ; head != nil; head = head.next {
		s = s*10 + head.v
	}
	return
}

func swapped() (int, int) {
	var a, b *int
	for i := 0; i < 5; i++ {
		v := i * i
		a, b = b, a
		a = &v
	}
	return *a, *b
}

func arrays() (t int) {
	var rows [][]int
	for i := 0; i < 3; i++ {
		row := make([]int, 2)
		row[0] = i
		rows = append(rows, row)
	}
	var keep []int
	for i := 0; i < 3; i++ {
		r := [2]int{i, i + 1}
		if i == 1 {
			keep = r[:]
		}
	}
	for _, r := range rows {
		t = t*10 + r[0]
	}
	return t*100 + keep[0]*10 + keep[1]
}

func inner() (t int) {
	for i := 0; i < 3; i++ {
		var p *int
		for j := 0; j < 3; j++ {
			x := i*10 + j
			if p == nil {
				p = &x
			}
		}
		t += *p
	}
	return
}

func strs() (s string) {
	keep := ""
	for i := 0; i < 3; i++ {
		b := []byte{'a' + byte(i), 'z'}
		t := string(b)
		if i == 0 {
			keep = t
		}
		s += t
	}
	return s + keep
}

func main() {
	println(remembered(), chain(), arrays(), inner(), strs())
	println(swapped())
}
