// Command mandelbrot counts the steps until points leave a disc: a tight loop of float64 in registers.
package main

import "fmt"

func steps(cr, ci float64, limit int) int {
	var zr, zi float64
	for n := range limit {
		rr, ii := zr*zr, zi*zi
		if rr+ii > 4 {
			return n
		}
		zr, zi = rr-ii+cr, 2*zr*zi+ci
	}
	return limit
}

func main() {
	const width, height, limit = 1000, 800, 400
	var hash uint32 = 2166136261
	inside := 0
	for y := range height {
		for x := range width {
			n := steps(float64(x)*3/width-2, float64(y)*2/height-1, limit)
			if n == limit {
				inside++
			}
			hash = (hash ^ uint32(n)) * 16777619
		}
	}
	fmt.Println(inside, hash)
}
