// Command spectralnorm estimates the norm of an infinite matrix by power iteration: calls, divisions, slices of float64.
package main

import (
	"fmt"
	"math"
)

func entry(i, j int) float64 { return 1 / float64((i+j)*(i+j+1)/2+i+1) }

func multiply(into, from []float64) {
	for i := range into {
		var sum float64
		for j, v := range from {
			sum += entry(i, j) * v
		}
		into[i] = sum
	}
}

func multiplyTransposed(into, from []float64) {
	for i := range into {
		var sum float64
		for j, v := range from {
			sum += entry(j, i) * v
		}
		into[i] = sum
	}
}

func main() {
	const n = 2000
	u, v, scratch := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	for range 15 {
		multiply(scratch, u)
		multiplyTransposed(v, scratch)
		multiply(scratch, v)
		multiplyTransposed(u, scratch)
	}
	var up, down float64
	for i := range u {
		up += u[i] * v[i]
		down += v[i] * v[i]
	}
	fmt.Printf("%.9f\n", math.Sqrt(up/down))
}
