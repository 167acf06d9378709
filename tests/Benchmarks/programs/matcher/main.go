// A matcher of patterns with classes, repetition and alternatives: compiled to a program of threads, run without going back.
package main

import "fmt"

type kind uint8

const (
	kindByte kind = iota
	kindAny
	kindClass
	kindSplit
	kindJump
	kindMatch
)

type step struct {
	kind kind
	b    byte
	set  *[32]uint8
	x, y int
}

type compiler struct {
	pattern string
	at      int
	steps   []step
}

func (c *compiler) add(s step) int {
	c.steps = append(c.steps, s)
	return len(c.steps) - 1
}

// insert puts a step at a place and moves what follows.
func (c *compiler) insert(at int, s step) {
	c.steps = append(c.steps, step{})
	copy(c.steps[at+1:], c.steps[at:])
	for i := range c.steps {
		t := &c.steps[i]
		if i > at && (t.kind == kindSplit || t.kind == kindJump) {
			t.x++
			t.y++
		}
	}
	c.steps[at] = s
}

func (c *compiler) alternatives() {
	start := len(c.steps)
	c.sequence()
	for c.at < len(c.pattern) && c.pattern[c.at] == '|' {
		c.at++
		c.insert(start, step{kind: kindSplit, x: start + 1})
		jump := c.add(step{kind: kindJump})
		c.steps[start].y = len(c.steps)
		c.sequence()
		c.steps[jump].x = len(c.steps)
	}
}

func (c *compiler) sequence() {
	for c.at < len(c.pattern) && c.pattern[c.at] != '|' && c.pattern[c.at] != ')' {
		start := len(c.steps)
		c.atom()
		if c.at == len(c.pattern) {
			return
		}
		switch c.pattern[c.at] {
		case '*':
			c.insert(start, step{kind: kindSplit, x: start + 1})
			c.add(step{kind: kindJump, x: start})
			c.steps[start].y = len(c.steps)
			c.at++
		case '+':
			c.add(step{kind: kindSplit, x: start, y: len(c.steps) + 1})
			c.at++
		case '?':
			c.insert(start, step{kind: kindSplit, x: start + 1})
			c.steps[start].y = len(c.steps)
			c.at++
		}
	}
}

func (c *compiler) atom() {
	b := c.pattern[c.at]
	c.at++
	switch b {
	case '(':
		c.alternatives()
		c.at++
	case '.':
		c.add(step{kind: kindAny})
	case '[':
		set := new([32]uint8)
		for c.pattern[c.at] != ']' {
			low, high := c.pattern[c.at], c.pattern[c.at]
			if c.pattern[c.at+1] == '-' {
				high = c.pattern[c.at+2]
				c.at += 2
			}
			for k := int(low); k <= int(high); k++ {
				set[k>>3] |= 1 << (k & 7)
			}
			c.at++
		}
		c.at++
		c.add(step{kind: kindClass, set: set})
	default:
		c.add(step{kind: kindByte, b: b})
	}
}

type machine struct {
	steps     []step
	marks     []int
	now, next []int
	mark      int
}

func (m *machine) start(list []int, at int) []int {
	if m.marks[at] == m.mark {
		return list
	}
	m.marks[at] = m.mark
	switch s := &m.steps[at]; s.kind {
	case kindJump:
		return m.start(list, s.x)
	case kindSplit:
		return m.start(m.start(list, s.x), s.y)
	}
	return append(list, at)
}

// count returns how many ends of matches a text has.
func (m *machine) count(text string) (ends int) {
	m.now = m.now[:0]
	for i := 0; i <= len(text); i++ {
		m.mark++
		for _, at := range m.now {
			m.marks[at] = m.mark
		}
		m.now = m.start(m.now, 0)
		m.mark++
		m.next = m.next[:0]
		for _, at := range m.now {
			s := &m.steps[at]
			if s.kind == kindMatch {
				ends++
				continue
			}
			if i == len(text) {
				continue
			}
			b := text[i]
			if s.kind == kindAny || s.kind == kindByte && s.b == b || s.kind == kindClass && s.set[b>>3]>>(b&7)&1 != 0 {
				m.next = m.start(m.next, at+1)
			}
		}
		m.now, m.next = m.next, m.now
	}
	return ends
}

func main() {
	patterns := []string{"[a-z]+ing", "(cat|dog)s?", "[0-9]+(px|em)?;", "a.*z", "x(y|z)*w+", "([a-f0-9][a-f0-9])+h"}
	text := "the dogs were running past 120px; a lazy cat with 0af3h marks, xyzzyw and 77; nothing is amazing. "
	total := 0
	for _, p := range patterns {
		c := compiler{pattern: p}
		c.alternatives()
		c.add(step{kind: kindMatch})
		m := machine{steps: c.steps, marks: make([]int, len(c.steps))}
		for range 9000 {
			total += m.count(text)
		}
		fmt.Println(p, len(c.steps), total)
	}
}
