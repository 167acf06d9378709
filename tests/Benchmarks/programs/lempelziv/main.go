// Compresses and expands bytes by references to what came before, found through a hash of the next four bytes.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

const (
	window   = 1 << 15
	shortest = 4
	longest  = 255 + shortest
)

type encoder struct {
	last [1 << 14]int32
	out  []byte
}

func hash(b []byte) uint32 { return binary.LittleEndian.Uint32(b) * 2654435761 >> 18 }

func (e *encoder) literals(b []byte) {
	for len(b) > 0 {
		n := min(len(b), 127)
		e.out = append(e.out, byte(n))
		e.out = append(e.out, b[:n]...)
		b = b[n:]
	}
}

func (e *encoder) compress(in []byte) []byte {
	for i := range e.last {
		e.last[i] = -window
	}
	e.out = e.out[:0]
	start := 0
	for i := 0; i+shortest <= len(in); {
		h := hash(in[i:])
		from := int(e.last[h])
		e.last[h] = int32(i)
		if from < 0 || i-from >= window || binary.LittleEndian.Uint32(in[from:]) != binary.LittleEndian.Uint32(in[i:]) {
			i++
			continue
		}
		n := shortest
		for n < longest && i+n < len(in) && in[from+n] == in[i+n] {
			n++
		}
		e.literals(in[start:i])
		var ref [4]byte
		ref[0] = 0x80
		ref[1] = byte(n - shortest)
		binary.BigEndian.PutUint16(ref[2:], uint16(i-from))
		e.out = append(e.out, ref[:]...)
		i += n
		start = i
	}
	e.literals(in[start:])
	return e.out
}

func expand(in, out []byte) []byte {
	out = out[:0]
	for len(in) > 0 {
		if in[0] < 0x80 {
			n := int(in[0])
			out = append(out, in[1:1+n]...)
			in = in[1+n:]
			continue
		}
		n, back := int(in[1])+shortest, int(binary.BigEndian.Uint16(in[2:]))
		for range n {
			out = append(out, out[len(out)-back])
		}
		in = in[4:]
	}
	return out
}

func main() {
	words := []string{"compress", "expand", "window", "the", "of", "bytes", "and", "reference", "literal", "hash", "\n"}
	var in []byte
	seed := uint32(7)
	for len(in) < 200_000 {
		seed = seed*1664525 + 1013904223
		in = append(in, words[seed>>16%uint32(len(words))]...)
		in = append(in, byte(' '+seed>>28))
	}
	var e encoder
	var back []byte
	size := 0
	for i := range 130 {
		in[i*1500] ^= 1
		packed := e.compress(in)
		size += len(packed)
		back = expand(packed, back)
		if !bytes.Equal(in, back) {
			panic("not the same")
		}
	}
	fmt.Println(len(in), size)
}
