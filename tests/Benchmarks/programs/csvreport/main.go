// Reads lines of values with quotes, groups them by two keys in maps of structs, and prints a sorted report's checksum.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

type key struct{ region, product string }

type total struct {
	count       int
	sum         float64
	least, most int
}

func split(line string, into []string) []string {
	into = into[:0]
	for {
		if strings.HasPrefix(line, `"`) {
			end := 1
			for line[end] != '"' || end+1 < len(line) && line[end+1] == '"' {
				if line[end] == '"' {
					end++
				}
				end++
			}
			into = append(into, strings.ReplaceAll(line[1:end], `""`, `"`))
			line = line[end+1:]
			if line == "" {
				return into
			}
			line = line[1:]
			continue
		}
		value, rest, found := strings.Cut(line, ",")
		into = append(into, value)
		if !found {
			return into
		}
		line = rest
	}
}

func main() {
	regions := []string{"north", "south", "east", `"west, far"`}
	products := []string{"bolt", "nut", `"screw ""M4"""`, "washer", "pin", "gear"}
	var b strings.Builder
	seed := uint32(42)
	for i := range 6000 {
		seed = seed*1664525 + 1013904223
		fmt.Fprintf(&b, "%d,%s,%s,%d,%d.%02d\n", i, regions[seed>>30], products[seed>>16%6], seed>>24, seed>>20&63, seed>>8%100)
	}
	text := b.String()
	sum := 0.0
	for range 100 {
		totals := map[key]*total{}
		perRegion := map[string]int{}
		fields := make([]string, 0, 8)
		for line := range strings.Lines(text) {
			fields = split(line[:len(line)-1], fields)
			amount, err := strconv.Atoi(fields[3])
			if err != nil {
				panic(err)
			}
			price, err := strconv.ParseFloat(fields[4], 64)
			if err != nil {
				panic(err)
			}
			k := key{fields[1], fields[2]}
			t := totals[k]
			if t == nil {
				t = &total{least: amount, most: amount}
				totals[k] = t
			}
			t.count++
			t.sum += price * float64(amount)
			t.least, t.most = min(t.least, amount), max(t.most, amount)
			perRegion[k.region] += amount
		}
		keys := make([]key, 0, len(totals))
		for k := range totals {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(x, y key) int {
			return cmp.Or(cmp.Compare(perRegion[y.region], perRegion[x.region]), cmp.Compare(x.product, y.product))
		})
		for i, k := range keys {
			t := totals[k]
			sum += float64(i)*t.sum + float64(t.most-t.least) + float64(t.count)
		}
	}
	fmt.Printf("%.2f\n", sum)
}
