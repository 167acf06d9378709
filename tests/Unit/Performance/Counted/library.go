package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

var library = []kernel{
	{"map-of-strings", mapOfStrings},
	{"map-of-integers", mapOfIntegers},
	{"sort-slices", sortSlices},
	{"sort-with-interface", sortWithInterface},
	{"scan-words", scanWords},
	{"decode-runes", decodeRunes},
	{"binary-numbers", binaryNumbers},
	{"convert-numbers", convertNumbers},
	{"build-strings", buildStrings},
	{"format", format},
	{"channel", channel},
	{"defers", defers},
}

const prose = "the quick brown fox jumps over the lazy dog while seven wizards make toxic brew for the evil queen and jack "

func mapOfStrings() uint64 {
	words := strings.Fields(prose)
	counts := map[string]int{}
	for range 2_000 {
		for _, w := range words {
			counts[w]++
		}
	}
	return uint64(len(counts) + counts["the"])
}

func mapOfIntegers() (sum uint64) {
	m := map[int]int{}
	for i := range 20_000 {
		m[i*7] = i
	}
	for i := range 60_000 {
		sum += uint64(m[i])
	}
	return sum
}

func scrambled(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i * 7919 % 10007
	}
	return list
}

func sortSlices() uint64 {
	list := scrambled(20_000)
	slices.Sort(list)
	return uint64(list[77])
}

func sortWithInterface() uint64 {
	list := scrambled(5_000)
	sort.Sort(sort.IntSlice(list))
	return uint64(list[77])
}

func scanWords() (sum uint64) {
	s := bufio.NewScanner(strings.NewReader(strings.Repeat(prose, 600)))
	s.Split(bufio.ScanWords)
	for s.Scan() {
		sum += uint64(len(s.Bytes()))
	}
	return sum
}

func decodeRunes() (sum uint64) {
	text := []byte(strings.Repeat("plain, größer, 世界, ", 4_000))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		sum += uint64(r)
		i += size
	}
	for _, r := range string(text) {
		sum += uint64(utf8.RuneLen(r))
	}
	return sum
}

func binaryNumbers() (sum uint64) {
	buffer := make([]byte, 64)
	for i := range 150_000 {
		binary.LittleEndian.PutUint64(buffer[i&31:], uint64(i))
		binary.BigEndian.PutUint32(buffer[40:], uint32(i))
		sum += uint64(binary.BigEndian.Uint16(buffer[i&31:])) + binary.LittleEndian.Uint64(buffer[36:])
	}
	return sum
}

func convertNumbers() (sum uint64) {
	for i := range 12_000 {
		n, err := strconv.Atoi(strconv.Itoa(i * 1237))
		if err != nil {
			panic(err)
		}
		sum += uint64(n)
	}
	return sum
}

func buildStrings() (sum uint64) {
	for i := range 400 {
		var b strings.Builder
		for j := range 60 {
			b.WriteByte(byte('a' + j&15))
			b.WriteString("part")
			b.WriteRune('é')
		}
		sum += uint64(len(b.String()) + strings.Count(b.String(), "ap") + i)
	}
	return sum
}

func format() (sum uint64) {
	for i := range 3_000 {
		sum += uint64(len(fmt.Sprintf("%d: %s %v %x", i, "name", i&1 == 0, i*i)))
	}
	return sum
}

func channel() (sum uint64) {
	numbers := make(chan int, 8)
	go func() {
		for i := range 20_000 {
			numbers <- i
		}
		close(numbers)
	}()
	for n := range numbers {
		sum += uint64(n)
	}
	return sum
}

//go:noinline
func guarded(list []int, i int) (n int) {
	defer func() {
		if recover() != nil {
			n = 1
		}
	}()
	return list[i]
}

func defers() (sum uint64) {
	list := make([]int, 8)
	for i := range 60_000 {
		sum += uint64(guarded(list, i&7))
	}
	return sum
}
