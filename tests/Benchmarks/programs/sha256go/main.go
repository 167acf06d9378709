// Command sha256go hashes with SHA-256 written in plain Go: 32-bit arithmetic, rotations, arrays.
package main

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

var constants = roundConstants()

// The round constants are the first bits of the fractional parts of cube roots of primes; integers suffice to find them.
func roundConstants() (k [64]uint32) {
	n := 0
	for candidate := uint64(2); n < 64; candidate++ {
		prime := true
		for d := uint64(2); d*d <= candidate; d++ {
			prime = prime && candidate%d != 0
		}
		if prime {
			k[n] = cubeRootFraction(candidate)
			n++
		}
	}
	return k
}

func cubeRootFraction(p uint64) uint32 {
	var root uint64 // floor(cbrt(p) * 2^32), at most 2^35
	for bit := 34; bit >= 0; bit-- {
		try := root | 1<<bit
		high, low := bits.Mul64(try, try) // try^2 < 2^70
		h1, l1 := bits.Mul64(low, try)
		_, l2 := bits.Mul64(high, try)
		top, carry := bits.Add64(h1, l2, 0)
		// try^3 <= p * 2^96, both as 128 bits
		if carry == 0 && (top < p<<32 || top == p<<32 && l1 == 0) {
			root = try
		}
	}
	return uint32(root)
}

func block(state *[8]uint32, p []byte) {
	var w [64]uint32
	for i := range 16 {
		w[i] = binary.BigEndian.Uint32(p[i*4:])
	}
	for i := 16; i < 64; i++ {
		a, b := w[i-15], w[i-2]
		s0 := bits.RotateLeft32(a, -7) ^ bits.RotateLeft32(a, -18) ^ a>>3
		s1 := bits.RotateLeft32(b, -17) ^ bits.RotateLeft32(b, -19) ^ b>>10
		w[i] = w[i-16] + s0 + w[i-7] + s1
	}
	a, b, c, d, e, f, g, h := state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]
	for i := range 64 {
		s1 := bits.RotateLeft32(e, -6) ^ bits.RotateLeft32(e, -11) ^ bits.RotateLeft32(e, -25)
		t1 := h + s1 + (e&f ^ ^e&g) + constants[i] + w[i]
		s0 := bits.RotateLeft32(a, -2) ^ bits.RotateLeft32(a, -13) ^ bits.RotateLeft32(a, -22)
		t2 := s0 + (a&b ^ a&c ^ b&c)
		h, g, f, e, d, c, b, a = g, f, e, d+t1, c, b, a, t1+t2
	}
	for i, v := range [...]uint32{a, b, c, d, e, f, g, h} {
		state[i] += v
	}
}

func sum(data []byte) [32]byte {
	state := [8]uint32{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}
	length := len(data)
	for ; len(data) >= 64; data = data[64:] {
		block(&state, data)
	}
	var last [128]byte
	n := copy(last[:], data)
	last[n] = 0x80
	end := 64
	if n >= 56 {
		end = 128
	}
	binary.BigEndian.PutUint64(last[end-8:], uint64(length)*8)
	for p := last[:end]; len(p) > 0; p = p[64:] {
		block(&state, p)
	}
	var out [32]byte
	for i, v := range state {
		binary.BigEndian.PutUint32(out[i*4:], v)
	}
	return out
}

func main() {
	fmt.Printf("%x\n", sum([]byte("abc")))
	data := make([]byte, 1<<20)
	for i := range data {
		data[i] = byte(i * 7)
	}
	var digest [32]byte
	for range 50 {
		digest = sum(data)
		copy(data, digest[:])
	}
	fmt.Printf("%x\n", digest)
}
