package main

var loops = []kernel{
	{"mandelbrot", mandelbrot},
	{"sieve", sieve},
	{"matrix-product", matrixProduct},
	{"clear-and-copy", clearAndCopy},
	{"bubble-sort", bubbleSort},
	{"hash-bytes", hashBytes},
	{"greatest-common-divisors", greatestCommonDivisors},
}

func mandelbrot() (inside uint64) {
	const size, most = 96, 50
	for y := range size {
		for x := range size {
			cr, ci := 3*float64(x)/size-2, 2*float64(y)/size-1
			var zr, zi float64
			i := 0
			for ; i < most && zr*zr+zi*zi <= 4; i++ {
				zr, zi = zr*zr-zi*zi+cr, 2*zr*zi+ci
			}
			if i == most {
				inside++
			}
		}
	}
	return inside
}

func sieve() (count uint64) {
	composite := make([]bool, 300_000)
	for i := 2; i < len(composite); i++ {
		if composite[i] {
			continue
		}
		count++
		for j := 2 * i; j < len(composite); j += i {
			composite[j] = true
		}
	}
	return count
}

func matrixProduct() uint64 {
	const n = 72
	var a, b, c [n][n]float64
	for i := range n {
		for j := range n {
			a[i][j], b[i][j] = float64(i+j), float64(i-j)
		}
	}
	for i := range n {
		for j := range n {
			sum := 0.0
			for k := range n {
				sum += a[i][k] * b[k][j]
			}
			c[i][j] = sum
		}
	}
	return uint64(c[3][5] + c[n-1][n-1])
}

func clearAndCopy() (sum uint64) {
	from, to := make([]int, 600), make([]int, 600)
	for round := range 600 {
		for i := range from {
			from[i] = 0
		}
		from[round] = round
		for i := range from {
			to[i] = from[i]
		}
		sum += uint64(to[round])
	}
	return sum
}

func bubbleSort() uint64 {
	list := make([]int, 1000)
	for i := range list {
		list[i] = i * 7919 % 1009
	}
	for end := len(list); end > 1; end-- {
		for i := 1; i < end; i++ {
			if list[i-1] > list[i] {
				list[i-1], list[i] = list[i], list[i-1]
			}
		}
	}
	return uint64(list[10])
}

func hashBytes() (hash uint64) {
	text := []byte("what is hashed here is a line of no meaning, over and over again")
	hash = 14695981039346656037
	for range 15_000 {
		for _, b := range text {
			hash ^= uint64(b)
			hash *= 1099511628211
		}
	}
	return hash
}

func greatestCommonDivisors() (sum uint64) {
	for a := 1; a < 300; a++ {
		for b := 1; b < 300; b++ {
			x, y := a, b
			for y != 0 {
				x, y = y, x%y
			}
			sum += uint64(x)
		}
	}
	return sum
}
