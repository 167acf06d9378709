// Command pingpong sends values through channels: a ring of goroutines, select, buffered pipelines.
package main

import "fmt"

func ring(size, rounds int) int {
	first := make(chan int)
	in := first
	for range size {
		from, to := in, make(chan int)
		go func() {
			for v := range from {
				to <- v + 1
			}
			close(to)
		}()
		in = to
	}
	v := 0
	for range rounds {
		first <- v
		v = <-in
	}
	close(first)
	<-in
	return v
}

func pipeline(n int) (sum int) {
	numbers, squares := make(chan int, 128), make(chan int, 128)
	go func() {
		for i := range n {
			numbers <- i
		}
		close(numbers)
	}()
	go func() {
		for v := range numbers {
			squares <- v * v
		}
		close(squares)
	}()
	for v := range squares {
		sum += v & 0xffff
	}
	return sum
}

func selecting(n int) (left, right int) {
	a, b, done := make(chan int), make(chan int), make(chan bool)
	produce := func(to chan<- int) {
		for i := range n {
			to <- i
		}
		done <- true
	}
	go produce(a)
	go produce(b)
	for finished := 0; finished < 2; {
		select {
		case v := <-a:
			left += v
		case v := <-b:
			right += v
		case <-done:
			finished++
		}
	}
	return left, right
}

func main() {
	fmt.Println(ring(100, 8000))
	fmt.Println(pipeline(2_000_000))
	fmt.Println(selecting(300_000))
}
