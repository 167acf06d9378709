// An inverted index: documents are cut into words, postings are kept in maps, queries intersect and rank them.
package main

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
)

type posting struct{ document, count int }

type index struct {
	postings map[string][]posting
	lengths  []int
}

var stop = map[string]bool{"the": true, "of": true, "and": true, "a": true, "in": true}

func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func (x *index) add(text string) {
	document := len(x.lengths)
	counts := map[string]int{}
	n := 0
	for _, w := range words(text) {
		if stop[w] {
			continue
		}
		counts[strings.TrimSuffix(w, "s")]++
		n++
	}
	x.lengths = append(x.lengths, n)
	for w, c := range counts {
		x.postings[w] = append(x.postings[w], posting{document, c})
	}
}

type hit struct {
	document int
	score    float64
}

func (x *index) search(query string) []hit {
	scores := map[int]float64{}
	matched := map[int]int{}
	terms := words(query)
	for _, t := range terms {
		list := x.postings[strings.TrimSuffix(t, "s")]
		for _, p := range list {
			scores[p.document] += float64(p.count) / float64(x.lengths[p.document]) / float64(1+len(list))
			matched[p.document]++
		}
	}
	var hits []hit
	for d, s := range scores {
		if matched[d] == len(terms) {
			hits = append(hits, hit{d, s})
		}
	}
	sort.Slice(hits, func(i, j int) bool {
		return hits[i].score > hits[j].score || hits[i].score == hits[j].score && hits[i].document < hits[j].document
	})
	return hits
}

func main() {
	nouns := []string{"river", "Mountain", "city", "fields", "harbour", "winter", "Engine", "letters", "garden", "market"}
	verbs := []string{"crosses", "meets", "remembers", "builds", "sells", "reads", "repairs"}
	x := index{postings: map[string][]posting{}}
	seed := uint32(11)
	next := func(list []string) string {
		seed = seed*1664525 + 1013904223
		return list[seed>>16%uint32(len(list))]
	}
	for i := range 5000 {
		var b strings.Builder
		for range 14 {
			fmt.Fprintf(&b, "The %s %s a %s, ", next(nouns), next(verbs), next(nouns))
		}
		fmt.Fprintf(&b, "and number %d.", i%50)
		x.add(b.String())
	}
	total := 0
	for i := range 60 {
		hits := x.search(fmt.Sprintf("%s %s %d", next(nouns), next(verbs), i%50))
		for rank, h := range hits {
			total += (rank + 1) * h.document
		}
	}
	fmt.Println(len(x.postings), total)
}
