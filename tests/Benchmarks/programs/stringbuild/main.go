// Command stringbuild makes strings: concatenation, Builder, Replace, Join, Repeat, comparison.
package main

import (
	"fmt"
	"strings"
)

func hash(s string) (h uint32) {
	for i := 0; i < len(s); i++ {
		h = h*31 + uint32(s[i])
	}
	return h
}

func main() {
	var sum uint32
	for round := range 300 {
		s := ""
		for i := range 600 {
			s += string(rune('a' + (i+round)%26))
		}
		sum += hash(s)
		var b strings.Builder
		for i := range 4000 {
			b.WriteString("item-")
			b.WriteByte(byte('0' + i%10))
			b.WriteRune('é')
		}
		t := b.String()
		u := strings.ReplaceAll(t, "item", "thing")
		parts := strings.Split(u, "é")
		v := strings.Join(parts, ", ")
		sum ^= hash(v)
		key := "prefix:" + parts[round] + ":" + parts[round+1]
		if strings.Contains(v, parts[7]) && key < v {
			sum += uint32(strings.Count(v, "thing-3"))
		}
		for i := 1; i < len(parts); i++ {
			if parts[i-1] < parts[i] {
				sum++
			}
			if parts[i] == "thing-7" {
				sum += 3
			}
		}
		sum += hash(strings.ToUpper(s)) + hash(strings.Repeat("xy", round))
	}
	fmt.Println(sum)
}
