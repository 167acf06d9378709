package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
)

type guard struct{ seen *[]string }

func (g guard) catch()         { g.note(recover()) }
func (g *guard) catchPointer() { g.note(recover()) }
func (g guard) note(v any)     { *g.seen = append(*g.seen, fmt.Sprint(v)) }

type catcher interface{ catch() }

type wrapped struct{ catcher }

// recovery panics and recovers in every position, with frames large enough that stacks move meanwhile.
func recovery(scale int) {
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range 20 * scale {
				recoverEverywhere(i)
			}
		}()
	}
	group.Wait()
}

func recoverEverywhere(i int) {
	var seen []string
	g := guard{&seen}
	run := func(f func()) { f() }
	run(func() { defer g.catch(); panic("value method") })
	run(func() { defer (&g).catchPointer(); panic("pointer method") })
	run(func() { f := g.catch; defer f(); panic("method value") })
	run(func() { var c catcher = g; defer c.catch(); panic("interface") })
	run(func() { var c catcher = &wrapped{g}; defer c.catch(); panic("embedded interface") })
	run(func() { defer catcher.catch(g); panic("method expression") })
	run(func() { defer func() { g.note(recover()) }(); panic("closure") })
	run(func() { defer func() { g.note(nested()) }(); defer func() { recover() }(); panic("too deep") })
	run(func() {
		defer g.catch()
		defer func() { panic(errors.Join(fmt.Errorf("%v", recover()), errors.New("again"))) }()
		panic("first")
	})
	run(func() {
		for j := range 3 {
			defer func() { g.note(j) }()
		}
		defer g.catch()
		var m map[int]int
		m[descend(nil, 50)] = i
	})
	want := "[value method pointer method method value interface embedded interface method expression closure <nil> first\nagain assignment to entry in nil map 2 1 0]"
	check(fmt.Sprint(seen) == want, "recovered %v, want %s", seen, want)
	check(named(i) == i+2, "a deferred function changes a named result")
	exited := make(chan bool)
	go func() {
		defer close(exited)
		defer func() { check(recover() == nil, "Goexit is no panic") }()
		runtime.Goexit()
	}()
	<-exited
}

//go:noinline
func nested() any { return recover() }

func named(i int) (n int) {
	defer func() { recover(); n++ }()
	n = i + 1
	descend(nil, 60)
	panic(n)
}

// goroutines has a hundred thousand of them alive at once.
func goroutines(scale int) {
	count := 10_000 * min(scale, 10)
	start, sums := make(chan bool), make(chan int, 100)
	for i := range count {
		go func() {
			p := &i
			<-start
			sums <- *p
		}()
	}
	runtime.GC()
	close(start)
	sum := 0
	for range count {
		sum += <-sums
	}
	check(sum == count*(count-1)/2, "sum over goroutines: %d", sum)
}
