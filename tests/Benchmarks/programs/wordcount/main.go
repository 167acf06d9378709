// Command wordcount counts the words of a made-up text: map[string]int, splitting, sorting.
package main

import (
	"fmt"
	"sort"
	"strings"
)

func text(words int) string {
	syllables := []string{"ka", "lo", "mi", "ne", "ru", "sta", "vi", "zor"}
	var b strings.Builder
	var random uint32 = 12345
	for i := range words {
		random = random*1664525 + 1013904223
		n := random >> 8
		for range n%4 + 1 {
			n = n*31 + 7
			b.WriteString(syllables[n>>3%uint32(len(syllables))])
		}
		if i%11 == 10 {
			b.WriteString(".\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func main() {
	body := text(200_000)
	counts := map[string]int{}
	for range 8 {
		for _, line := range strings.Split(body, "\n") {
			for _, word := range strings.Fields(line) {
				counts[strings.TrimSuffix(word, ".")]++
			}
		}
	}
	words := make([]string, 0, len(counts))
	for word := range counts {
		words = append(words, word)
	}
	sort.Slice(words, func(i, j int) bool {
		if counts[words[i]] != counts[words[j]] {
			return counts[words[i]] > counts[words[j]]
		}
		return words[i] < words[j]
	})
	for _, word := range words[:5] {
		fmt.Println(word, counts[word])
	}
	fmt.Println(len(words))
}
