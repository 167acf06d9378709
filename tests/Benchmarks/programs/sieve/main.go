// Command sieve crosses out multiples: bytes and bits in large arrays.
package main

import (
	"fmt"
	"math/bits"
)

func bytesSieve(n int) int {
	composite := make([]bool, n+1)
	count := 0
	for i := 2; i <= n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := i * i; j <= n; j += i {
			composite[j] = true
		}
	}
	return count
}

func bitsSieve(n int) int {
	words := make([]uint64, n/64+1)
	for i := 2; i*i <= n; i++ {
		if words[i>>6]&(1<<(i&63)) != 0 {
			continue
		}
		for j := i * i; j <= n; j += i {
			words[j>>6] |= 1 << (j & 63)
		}
	}
	count := n - 1
	for i, w := range words {
		if i == len(words)-1 {
			w &= 1<<(n&63+1) - 1
		}
		count -= bits.OnesCount64(w)
	}
	return count
}

func main() {
	for range 10 {
		fmt.Println(bytesSieve(5_000_000), bitsSieve(10_000_000))
	}
}
