package main

import (
	"runtime"
	"strings"
	"sync"
)

type link struct {
	up    *link
	depth int
	text  string
}

// growth makes stacks grow and shrink again while variables on them point at each other.
func growth(scale int) {
	var group sync.WaitGroup
	for range 20 {
		group.Add(1)
		go func() {
			defer group.Done()
			for round := range 10 * scale {
				check(descend(nil, 400+round%7) == (400+round%7)*(401+round%7)/2, "sum of depths")
				if round%3 == 0 {
					runtime.GC() // shrinks
				}
			}
		}()
	}
	group.Wait()
}

//go:noinline
func descend(up *link, depth int) int {
	here := link{up, depth, strings.Repeat("x", depth%5)}
	if depth == 0 {
		n := 0
		for l := &here; l != nil; l = l.up {
			check(len(l.text) == l.depth%5, "text of %d", l.depth)
			n += l.depth
		}
		return n
	}
	n := descend(&here, depth-1)
	check(here.depth == depth && here.up == up && len(here.text) == depth%5, "variable of %d after the stack moved", depth)
	return n
}

// frames recurses with frames much larger than the first stack of a goroutine.
func frames(scale int) {
	for range 4 * scale {
		done := make(chan int)
		for i := range 8 {
			go func() { done <- large(i, 6) }()
		}
		sum := 0
		for range 8 {
			sum += <-done
		}
		check(sum == 7*(0+1+2+3+4+5+6+7), "sum of large frames: %d", sum)
	}
}

//go:noinline
func large(n, depth int) int {
	var space [1 << 13]int
	var pointers [1 << 10]*int
	for i := range pointers {
		pointers[i] = &space[i*8]
	}
	space[n*8] = n
	below := 0
	if depth > 0 {
		below = large(n, depth-1)
	}
	return below + *pointers[n]
}

// callers looks at the stack through inlined calls, from several goroutines while others move theirs.
func callers(scale int) {
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 200 * scale {
				names := outermost(3)
				for _, want := range []string{"innermost", "inner", "outer", "outermost"} {
					check(strings.Contains(names, "main."+want+" "), "%s is not in %s", want, names)
				}
			}
		}()
	}
	group.Wait()
}

//go:noinline
func outermost(n int) string {
	if n > 0 {
		return outermost(n - 1)
	}
	return outer()
}

func outer() string { return inner() }
func inner() string { return innermost() }

func innermost() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	names := ""
	for {
		f, more := frames.Next()
		names += f.Function + " "
		if !more {
			return names
		}
	}
}

// preemption stops loops that call nothing, in the middle of whatever they hold in registers.
func preemption(scale int) {
	stop := make(chan bool)
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	var group sync.WaitGroup
	for i := range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			list := make([]*int, 64)
			for j := range list {
				list[j] = new(int)
				*list[j] = j
			}
			for range 20 * scale {
				check(spin(list, 20_000+i) == 2016*(20_000+i), "a preempted loop's sum")
			}
		}()
	}
	group.Wait()
	stop <- true
}

//go:noinline
func spin(list []*int, times int) int {
	sum := 0
	for range times {
		for _, p := range list {
			sum += *p
		}
	}
	return sum
}
