// Command fannkuch turns prefixes of permutations over until a one is in front: short loops over small slices of int.
package main

import "fmt"

func turns(order, scratch []int) int {
	copy(scratch, order)
	count := 0
	for first := scratch[0]; first != 0; first = scratch[0] {
		for low, high := 0, first; low < high; low, high = low+1, high-1 {
			scratch[low], scratch[high] = scratch[high], scratch[low]
		}
		count++
	}
	return count
}

func main() {
	const n = 10
	order, scratch, count := make([]int, n), make([]int, n), make([]int, n)
	for i := range order {
		order[i] = i
	}
	most, checksum, sign := 0, 0, 1
	level := n
	for {
		for ; level != 1; level-- {
			count[level-1] = level
		}
		flips := turns(order, scratch)
		most = max(most, flips)
		checksum += sign * flips
		sign = -sign
		for {
			if level == n {
				fmt.Println(checksum, most)
				return
			}
			first := order[0]
			for i := 0; i < level; i++ {
				order[i] = order[i+1]
			}
			order[level] = first
			count[level]--
			if count[level] > 0 {
				break
			}
			level++
		}
	}
}
