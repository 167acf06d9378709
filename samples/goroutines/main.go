// Command goroutines shows channels, select, sync, context and timers.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// pipeline squares numbers in several workers and sums them up.
func pipeline(n, workers int) int {
	numbers := make(chan int)
	squares := make(chan int, workers)
	go func() {
		defer close(numbers)
		for i := range n {
			numbers <- i + 1
		}
	}()
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for v := range numbers {
				squares <- v * v
			}
		})
	}
	go func() {
		group.Wait()
		close(squares)
	}()
	sum := 0
	for s := range squares {
		sum += s
	}
	return sum
}

// counter counts under a mutex and with an atomic at once.
func counter(goroutines, rounds int) (int, int64) {
	var (
		mu    sync.Mutex
		plain int
		exact atomic.Int64
		group sync.WaitGroup
	)
	for range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			for range rounds {
				mu.Lock()
				plain++
				mu.Unlock()
				exact.Add(1)
			}
		}()
	}
	group.Wait()
	return plain, exact.Load()
}

// pingPong passes a ball over unbuffered channels.
func pingPong(rounds int) int {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	ball := 0
	for range rounds {
		ping <- ball
		ball = <-pong
	}
	close(ping)
	return ball
}

// deadline waits for a context that times out before the work is done.
func deadline() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	select {
	case <-time.After(10 * time.Second):
		return errors.New("the timer won")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// merge reads from two channels until both are closed.
func merge() (evens, odds int) {
	a, b := make(chan int), make(chan int)
	send := func(c chan<- int, from int) {
		for v := from; v < 20; v += 2 {
			c <- v
		}
		close(c)
	}
	go send(a, 0)
	go send(b, 1)
	for a != nil || b != nil {
		select {
		case _, ok := <-a:
			if !ok {
				a = nil
				continue
			}
			evens++
		case _, ok := <-b:
			if !ok {
				b = nil
				continue
			}
			odds++
		}
	}
	return evens, odds
}

func ticks(n int) int {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	seen := 0
	for range ticker.C {
		if seen++; seen == n {
			break
		}
	}
	return seen
}

func main() {
	fmt.Println("sum of squares:", pipeline(100, 4))
	plain, exact := counter(50, 200)
	fmt.Println("counted:", plain, exact)
	fmt.Println("ping-pong:", pingPong(1000))
	fmt.Println("deadline:", deadline())
	evens, odds := merge()
	fmt.Println("merged:", evens, odds)
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("only once") })
	}
	fmt.Println("ticks:", ticks(5))
}
