// Command lu solves linear equations by LU decomposition with pivoting: float64 rows in one flat slice.
package main

import (
	"fmt"
	"math"
)

type matrix struct {
	n    int
	data []float64
}

func (m *matrix) at(i, j int) float64 { return m.data[i*m.n+j] }
func (m *matrix) row(i int) []float64 { return m.data[i*m.n : (i+1)*m.n] }

func random(n int) *matrix {
	m := &matrix{n, make([]float64, n*n)}
	x := uint32(5)
	for i := range m.data {
		x = x*1664525 + 1013904223
		m.data[i] = float64(x>>8)/(1<<24) - 0.5
	}
	return m
}

func (m *matrix) decompose() (order []int, sign float64) {
	order, sign = make([]int, m.n), 1
	for i := range order {
		order[i] = i
	}
	for k := 0; k < m.n; k++ {
		best := k
		for i := k + 1; i < m.n; i++ {
			if math.Abs(m.at(i, k)) > math.Abs(m.at(best, k)) {
				best = i
			}
		}
		if best != k {
			a, b := m.row(k), m.row(best)
			for j := range a {
				a[j], b[j] = b[j], a[j]
			}
			order[k], order[best] = order[best], order[k]
			sign = -sign
		}
		pivot := m.row(k)
		for i := k + 1; i < m.n; i++ {
			row := m.row(i)
			factor := row[k] / pivot[k]
			row[k] = factor
			for j := k + 1; j < m.n; j++ {
				row[j] -= factor * pivot[j]
			}
		}
	}
	return order, sign
}

func (m *matrix) solve(order []int, right []float64) []float64 {
	x := make([]float64, m.n)
	for i := range x {
		x[i] = right[order[i]]
		for j := 0; j < i; j++ {
			x[i] -= m.at(i, j) * x[j]
		}
	}
	for i := m.n - 1; i >= 0; i-- {
		for j := i + 1; j < m.n; j++ {
			x[i] -= m.at(i, j) * x[j]
		}
		x[i] /= m.at(i, i)
	}
	return x
}

func main() {
	const n = 900
	a := random(n)
	original := random(n)
	order, sign := a.decompose()
	right := make([]float64, n)
	for i := range right {
		right[i] = float64(i%17) - 8
	}
	x := a.solve(order, right)
	worst := 0.0
	for i := range n {
		sum := 0.0
		for j, v := range original.row(i) {
			sum += v * x[j]
		}
		worst = max(worst, math.Abs(sum-right[i]))
	}
	fmt.Println(sign, order[n/2], worst < 1e-7, math.Float64bits(x[n/3])>>20)
}
