// An analyser of source text: cuts it into tokens, keeps a table of names by scope, and counts what is declared and used.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type class uint8

const (
	end class = iota
	name
	keyword
	literal
	operator
)

type token struct {
	class class
	text  string
	line  int
}

type scanner struct {
	source   string
	at, line int
}

func isName(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

func (s *scanner) next() token {
	for s.at < len(s.source) {
		c := s.source[s.at]
		switch {
		case c == '\n':
			s.line++
			s.at++
		case c == ' ' || c == '\t':
			s.at++
		case strings.HasPrefix(s.source[s.at:], "//"):
			for s.at < len(s.source) && s.source[s.at] != '\n' {
				s.at++
			}
		default:
			return s.token(c)
		}
	}
	return token{end, "", s.line}
}

func (s *scanner) token(c byte) token {
	start := s.at
	switch {
	case '0' <= c && c <= '9':
		for s.at < len(s.source) && isName(s.source[s.at]) {
			s.at++
		}
		return token{literal, s.source[start:s.at], s.line}
	case c == '"':
		s.at++
		for s.source[s.at] != '"' {
			if s.source[s.at] == '\\' {
				s.at++
			}
			s.at++
		}
		s.at++
		return token{literal, s.source[start:s.at], s.line}
	case isName(c):
		for s.at < len(s.source) && isName(s.source[s.at]) {
			s.at++
		}
		text := s.source[start:s.at]
		switch text {
		case "func", "var", "const", "type", "if", "else", "for", "return", "range", "struct", "switch", "case", "default":
			return token{keyword, text, s.line}
		}
		return token{name, text, s.line}
	}
	s.at++
	if s.at < len(s.source) && (s.source[s.at] == '=' || s.source[s.at] == c && strings.IndexByte("+-&|<>", c) >= 0) {
		s.at++
	}
	return token{operator, s.source[start:s.at], s.line}
}

type symbol struct {
	name       string
	line, uses int
}

type analysis struct {
	scopes   []map[string]*symbol
	all      []*symbol
	unknown  map[string]int
	longest  int
	keywords map[string]int
}

func (a *analysis) declare(t token) {
	s := &symbol{name: t.text, line: t.line}
	a.scopes[len(a.scopes)-1][t.text] = s
	a.all = append(a.all, s)
}

func (a *analysis) use(t token) {
	for i := len(a.scopes) - 1; i >= 0; i-- {
		if s, ok := a.scopes[i][t.text]; ok {
			s.uses++
			return
		}
	}
	a.unknown[t.text]++
}

func (a *analysis) run(source string) {
	s := scanner{source: source, line: 1}
	previous := token{}
	for t := s.next(); t.class != end; t = s.next() {
		a.longest = max(a.longest, len(t.text))
		switch t.class {
		case keyword:
			a.keywords[t.text]++
		case name:
			switch previous.text {
			case "func", "var", "const", "type":
				a.declare(t)
			case ".":
			default:
				a.use(t)
			}
		case operator:
			switch t.text {
			case "{":
				a.scopes = append(a.scopes, map[string]*symbol{})
			case "}":
				a.scopes = a.scopes[:len(a.scopes)-1]
			case ":=":
			}
		}
		previous = t
	}
}

const function = `
// sum adds what is positive.
func sumN(list []int, limit int) int {
	var total = 0
	const most = 1 << 20
	for i, v := range list {
		if v > limit && total < most {
			var part = v * 2 + scale(v, "text \"quoted\"")
			total += part
			helper.note(total, i)
		} else {
			return total - 1
		}
	}
	return total
}
`

func main() {
	var b strings.Builder
	for i := range 120 {
		b.WriteString(strings.ReplaceAll(function, "sumN", fmt.Sprint("sum", i)))
	}
	source := b.String()
	total := 0
	for range 160 {
		a := analysis{scopes: []map[string]*symbol{{}}, unknown: map[string]int{}, keywords: map[string]int{}}
		a.run(source)
		sort.Slice(a.all, func(i, j int) bool {
			return a.all[i].uses > a.all[j].uses || a.all[i].uses == a.all[j].uses && a.all[i].line < a.all[j].line
		})
		for i, s := range a.all {
			total += i*s.uses + s.line
		}
		total += len(a.unknown)*1000 + a.keywords["func"] + a.longest
	}
	fmt.Println(total)
}
