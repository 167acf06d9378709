// Package gopackage1 does arithmetic.
package gopackage1

// Sum adds numbers.
func Sum(numbers ...int) int {
	total := 0
	for _, n := range numbers {
		total += n
	}
	return total
}
