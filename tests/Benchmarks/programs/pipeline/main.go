// Stages joined by channels: numbers are made, tested, tagged and counted by goroutines; selects merge and a timeout never fires.
package main

import (
	"fmt"
	"sync"
)

type message struct {
	id    int
	text  string
	prime bool
}

func source(n int) <-chan int {
	out := make(chan int, 32)
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	return out
}

func isPrime(n int) bool {
	if n < 2 {
		return false
	}
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return true
}

func stage[A, B any](in <-chan A, workers int, f func(A) B) <-chan B {
	out := make(chan B, 16)
	var group sync.WaitGroup
	for range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for a := range in {
				out <- f(a)
			}
		}()
	}
	go func() {
		group.Wait()
		close(out)
	}()
	return out
}

func merge(a, b <-chan message, quit <-chan struct{}) <-chan message {
	out := make(chan message)
	go func() {
		defer close(out)
		for a != nil || b != nil {
			select {
			case m, ok := <-a:
				if !ok {
					a = nil
					continue
				}
				out <- m
			case m, ok := <-b:
				if !ok {
					b = nil
					continue
				}
				m.id = -m.id
				out <- m
			case <-quit:
				return
			}
		}
	}()
	return out
}

func main() {
	tag := func(n int) message {
		return message{id: n, text: [4]string{"zero", "one", "two", "three"}[n&3], prime: isPrime(n)}
	}
	sum, primes := 0, 0
	counts := map[string]int{}
	var lock sync.Mutex
	for range 8 {
		a := stage(source(24_000), 3, tag)
		b := stage(source(12_000), 2, tag)
		seen := stage(merge(a, b, nil), 2, func(m message) int {
			lock.Lock()
			defer lock.Unlock()
			counts[m.text]++
			if m.prime {
				primes++
			}
			return m.id
		})
		for id := range seen {
			sum += id
		}
	}
	fmt.Println(sum, primes, counts)
}
