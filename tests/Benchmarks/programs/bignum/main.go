// Command bignum computes digits with math/big and with big numbers of its own.
package main

import (
	"fmt"
	"math/big"
	"math/bits"
)

type natural []uint64

func (a natural) times(b natural) natural {
	product := make(natural, len(a)+len(b))
	for i, x := range a {
		var carry uint64
		for j, y := range b {
			high, low := bits.Mul64(x, y)
			low, c := bits.Add64(low, product[i+j], 0)
			high += c
			low, c = bits.Add64(low, carry, 0)
			product[i+j] = low
			carry = high + c
		}
		product[i+len(b)] = carry
	}
	for len(product) > 0 && product[len(product)-1] == 0 {
		product = product[:len(product)-1]
	}
	return product
}

func (a natural) modulo(m uint64) (remainder uint64) {
	for i := len(a) - 1; i >= 0; i-- {
		_, remainder = bits.Div64(remainder, a[i], m)
	}
	return remainder
}

func fibonacci(n int) *big.Int {
	a, b := big.NewInt(0), big.NewInt(1)
	for range n {
		a.Add(a, b)
		a, b = b, a
	}
	return a
}

func pi(digits int64) string {
	unity := new(big.Int).Exp(big.NewInt(10), big.NewInt(digits+10), nil)
	arctan := func(x int64) *big.Int {
		term := new(big.Int).Div(unity, big.NewInt(x))
		sum := new(big.Int).Set(term)
		square, q := big.NewInt(x*x), new(big.Int)
		for n := int64(3); term.Sign() != 0; n += 2 {
			term.Div(term, square)
			q.Div(term, big.NewInt(n))
			if n%4 == 3 {
				sum.Sub(sum, q)
			} else {
				sum.Add(sum, q)
			}
		}
		return sum
	}
	p := arctan(5)
	p.Mul(p, big.NewInt(16))
	p.Sub(p, new(big.Int).Mul(arctan(239), big.NewInt(4)))
	return p.String()
}

func main() {
	power := natural{3}
	for range 13 {
		power = power.times(power)
	}
	other := natural{7}
	for i := range 3000 {
		other = other.times(natural{uint64(i)*2 + 0xfedcba9876543211})
	}
	fmt.Println(len(power), power.modulo(1_000_000_007), len(other), other.modulo(998_244_353))
	fmt.Println(len(fibonacci(200_000).String()))
	digits := pi(14000)
	fmt.Println(digits[:20], digits[13900:13920])
}
