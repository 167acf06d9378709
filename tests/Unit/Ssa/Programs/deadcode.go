package main

// The condition that is always true makes the second clause unreachable: its loop is entered from nowhere, and what follows reads variables.
func loopInDeadClause(a []int) (n int) {
	n = len(a)
	switch {
	case !false:
	case n > 5:
		for i := 0; i < len(a); i++ {
			n += i
		}
		fallthrough
	case n > 7:
		n++
	}
	return n * 2
}

func main() {
	println(loopInDeadClause([]int{1, 2, 3}))
}
