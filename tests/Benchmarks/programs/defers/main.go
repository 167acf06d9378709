// Command defers uses defer, panic and recover heavily: locks, results changed by deferred functions, errors as panics.
package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

var mutex sync.Mutex

func locked(counter *int, by int) {
	mutex.Lock()
	defer mutex.Unlock()
	*counter += by
}

func guarded(a, b int) (result int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("guarded: %v", r)
		}
	}()
	return a / b, nil
}

type failure struct{ depth int }

func (f failure) Error() string { return "failure" }

func descend(depth int) {
	if depth == 0 {
		panic(failure{depth})
	}
	defer func() { total++ }()
	descend(depth - 1)
}

var total int

func catch(depth int) (err error) {
	defer func() {
		if f, ok := recover().(failure); ok {
			err = fmt.Errorf("depth %d: %w", f.depth, os.ErrInvalid)
		}
	}()
	descend(depth)
	return nil
}

func loop(n int) (order int) {
	for i := range n {
		defer func() { order = order*3 + i }()
	}
	return 1
}

func conditional(n int) (r int) {
	if n&1 == 0 {
		defer func() { r++ }()
	}
	if n&2 == 0 {
		defer func(by int) { r += by }(n)
	}
	return n
}

func main() {
	counter, failures := 0, 0
	for i := range 30_000_000 {
		locked(&counter, i&3)
	}
	for i := range 600_000 {
		if _, err := guarded(100, i&3); err != nil {
			failures++
		}
	}
	for i := range 60_000 {
		if err := catch(i & 15); errors.Is(err, os.ErrInvalid) {
			failures++
		}
	}
	sum := 0
	for i := range 8_000_000 {
		sum += conditional(i)
	}
	for range 100_000 {
		sum ^= loop(10)
	}
	fmt.Println(counter, failures, total, sum)
}
