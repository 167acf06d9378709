// Command workers shares a queue among goroutines with mutexes, wait groups, atomics and condition variables.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type queue struct {
	mutex  sync.Mutex
	filled sync.Cond
	items  []int
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.filled.L = &q.mutex
	return q
}

func (q *queue) put(v int) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.items = append(q.items, v)
	q.filled.Signal()
}

func (q *queue) take() (int, bool) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.filled.Wait()
	}
	if len(q.items) == 0 {
		return 0, false
	}
	v := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return v, true
}

func (q *queue) close() {
	q.mutex.Lock()
	q.closed = true
	q.mutex.Unlock()
	q.filled.Broadcast()
}

func collatz(n int) (steps int) {
	for n != 1 {
		if n&1 == 0 {
			n >>= 1
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return steps
}

func main() {
	q := newQueue()
	var total, served atomic.Int64
	var group sync.WaitGroup
	var table sync.RWMutex
	longest := map[int]int{}
	for range 4 {
		group.Go(func() {
			for {
				v, ok := q.take()
				if !ok {
					return
				}
				steps := collatz(v)
				total.Add(int64(steps))
				served.Add(1)
				table.RLock()
				known := longest[v%64]
				table.RUnlock()
				if steps > known {
					table.Lock()
					longest[v%64] = max(steps, longest[v%64])
					table.Unlock()
				}
			}
		})
	}
	for v := range 700_000 {
		q.put(v + 1)
	}
	q.close()
	group.Wait()
	sum := 0
	for _, steps := range longest {
		sum += steps
	}
	fmt.Println(total.Load(), served.Load(), sum)
}
