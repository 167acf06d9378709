// Shortest paths in a grid of roads: a heap of structs, maps from points, and the way back as a string.
package main

import (
	"container/heap"
	"fmt"
	"strings"
)

type point struct{ x, y int16 }

type item struct {
	at   point
	cost int
}

type queue []item

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].cost < q[j].cost }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(item)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

const size = 70

var directions = [4]struct {
	step point
	name byte
}{{point{0, -1}, 'N'}, {point{1, 0}, 'E'}, {point{0, 1}, 'S'}, {point{-1, 0}, 'W'}}

type world struct {
	height [size][size]int
}

func (w *world) roads(p point, visit func(to point, cost int, name byte)) {
	for _, d := range directions {
		to := point{p.x + d.step.x, p.y + d.step.y}
		if to.x < 0 || to.y < 0 || to.x >= size || to.y >= size {
			continue
		}
		climb := w.height[to.y][to.x] - w.height[p.y][p.x]
		visit(to, 1+max(climb, -climb)/4, d.name)
	}
}

func (w *world) path(from, to point) (string, int) {
	costs := map[point]int{from: 0}
	came := map[point]byte{}
	q := queue{{from, 0}}
	for len(q) > 0 {
		next := heap.Pop(&q).(item)
		if next.at == to {
			break
		}
		if next.cost > costs[next.at] {
			continue
		}
		w.roads(next.at, func(p point, cost int, name byte) {
			cost += next.cost
			if known, ok := costs[p]; !ok || cost < known {
				costs[p] = cost
				came[p] = name
				heap.Push(&q, item{p, cost})
			}
		})
	}
	var names []byte
	for at := to; at != from; {
		name := came[at]
		names = append(names, name)
		for _, d := range directions {
			if d.name == name {
				at = point{at.x - d.step.x, at.y - d.step.y}
			}
		}
	}
	return string(names), costs[to]
}

func main() {
	var w world
	seed := uint32(5)
	for y := range size {
		for x := range size {
			seed = seed*1664525 + 1013904223
			w.height[y][x] = int(seed>>24) + (x-y)*(x-y)/16
		}
	}
	total, north := 0, 0
	for i := range 60 {
		way, cost := w.path(point{int16(i), 3}, point{size - 1, int16(size - 1 - i)})
		total += cost*len(way) + i
		north += strings.Count(way, "N") + strings.Count(way, "ES")
	}
	fmt.Println(total, north)
}
