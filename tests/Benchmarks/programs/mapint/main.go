// Command mapint counts and looks up integers in maps.
package main

import "fmt"

func main() {
	counts := map[int]int{}
	var random uint64 = 88172645463325252
	for range 4_000_000 {
		random ^= random << 13
		random ^= random >> 7
		random ^= random << 17
		counts[int(random%200_000)]++
	}
	hits, sum := 0, 0
	for key := range 400_000 {
		if n, ok := counts[key*3]; ok {
			hits++
			sum += n
		}
	}
	for key, n := range counts {
		if n&1 == 0 {
			delete(counts, key)
		} else {
			sum += key ^ n
		}
	}
	seen := map[uint32]struct{}{}
	x := uint32(1)
	for range 1_000_000 {
		x = x*1103515245 + 12345
		seen[x>>14] = struct{}{}
	}
	fmt.Println(hits, sum, len(counts), len(seen))
}
