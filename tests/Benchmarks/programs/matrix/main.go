// Command matrix multiplies square matrices held as slices of slices: bounds checks and strided access.
package main

import "fmt"

type matrix [][]float64

func newMatrix(n int, seed float64) matrix {
	m := make(matrix, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			m[i][j] = seed * float64((i*7+j*3)%13-6)
		}
	}
	return m
}

func (a matrix) times(b matrix) matrix {
	n := len(a)
	c := newMatrix(n, 0)
	for i := 0; i < n; i++ {
		for k := 0; k < n; k++ {
			v := a[i][k]
			for j := 0; j < n; j++ {
				c[i][j] += v * b[k][j]
			}
		}
	}
	return c
}

func (a matrix) timesNaive(b matrix) matrix {
	n := len(a)
	c := newMatrix(n, 0)
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			var sum float64
			for k := 0; k < n; k++ {
				sum += a[i][k] * b[k][j]
			}
			c[i][j] = sum
		}
	}
	return c
}

func (a matrix) trace() (sum float64) {
	for i := range a {
		sum += a[i][i]
	}
	return sum
}

func main() {
	const n = 320
	a, b := newMatrix(n, 0.5), newMatrix(n, 0.25)
	fmt.Println(a.times(b).trace(), b.times(a).trace(), a.timesNaive(b).trace(), b.timesNaive(a).times(a).trace())
}
