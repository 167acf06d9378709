// Command sorting sorts integers, strings and records: generic and interface sorts, and a quicksort of its own.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strconv"
)

type record struct {
	key  int
	name string
}

type byKey []record

func (r byKey) Len() int           { return len(r) }
func (r byKey) Less(i, j int) bool { return r[i].key < r[j].key }
func (r byKey) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }

type numbers uint32

func (n *numbers) next() int {
	*n = *n*1664525 + 1013904223
	return int(*n >> 4)
}

func quicksort(a []int) {
	for len(a) > 12 {
		pivot := a[len(a)/2]
		i, j := 0, len(a)-1
		for i <= j {
			for a[i] < pivot {
				i++
			}
			for a[j] > pivot {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		quicksort(a[:j+1])
		a = a[i:]
	}
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && a[j] < a[j-1]; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
}

func main() {
	const n = 400_000
	random := numbers(7)
	a, records, words := make([]int, n), make([]record, n), make([]string, n)
	for i := range a {
		a[i] = random.next()
		records[i] = record{random.next() % 100_000, strconv.Itoa(i)}
		words[i] = strconv.Itoa(random.next())
	}
	b, others := slices.Clone(a), slices.Clone(records)
	slices.Sort(a)
	quicksort(b)
	slices.Sort(words)
	sort.Sort(byKey(records))
	slices.SortStableFunc(others, func(x, y record) int { return cmp.Compare(x.key, y.key) })
	sum := 0
	for i := 0; i < n; i += 1000 {
		sum = sum*31 + a[i] + len(words[i])*i + records[i].key + len(others[i].name)
	}
	fmt.Println(slices.Equal(a, b), sum, others[n/2].name, words[n/3])
}
