// Parses arithmetic expressions into trees and evaluates them with changing variables.
package main

import "fmt"

type expr interface{ eval(vars *[26]int) int }

type number int
type variable byte
type unary struct{ x expr }
type binary struct {
	op   byte
	x, y expr
}

func (n number) eval(*[26]int) int        { return int(n) }
func (v variable) eval(vars *[26]int) int { return vars[v-'a'] }
func (u unary) eval(vars *[26]int) int    { return -u.x.eval(vars) }
func (b *binary) eval(vars *[26]int) int {
	x, y := b.x.eval(vars), b.y.eval(vars)
	switch b.op {
	case '+':
		return x + y
	case '-':
		return x - y
	case '*':
		return x * y
	case '/':
		if y == 0 {
			return 0
		}
		return x / y
	default:
		if y == 0 {
			return 0
		}
		return x % y
	}
}

type parser struct {
	text string
	at   int
}

func (p *parser) peek() byte {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *parser) sum() expr {
	x := p.product()
	for c := p.peek(); c == '+' || c == '-'; c = p.peek() {
		p.at++
		x = &binary{c, x, p.product()}
	}
	return x
}

func (p *parser) product() expr {
	x := p.factor()
	for c := p.peek(); c == '*' || c == '/' || c == '%'; c = p.peek() {
		p.at++
		x = &binary{c, x, p.factor()}
	}
	return x
}

func (p *parser) factor() expr {
	c := p.peek()
	switch {
	case c == '(':
		p.at++
		x := p.sum()
		if p.peek() != ')' {
			panic("missing )")
		}
		p.at++
		return x
	case c == '-':
		p.at++
		return unary{p.factor()}
	case 'a' <= c && c <= 'z':
		p.at++
		return variable(c)
	case '0' <= c && c <= '9':
		n := 0
		for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
			n = n*10 + int(p.text[p.at]-'0')
			p.at++
		}
		return number(n)
	}
	panic("unexpected " + string(c))
}

func main() {
	texts := []string{
		"a + b * (c - 3) % 17 - -d",
		"(a * a + b * b) / (c + 1) - (d % 7) * 12",
		"((((a + 1) * 2 + b) * 3 + c) * 4 + d) % 1000003",
		"a - b - c - d + 100 * (a / (b + 2)) - 3 * (c % (d + 1))",
	}
	var vars [26]int
	sum := 0
	for round := range 40_000 {
		vars[round&3] = round%97 - 40
		for _, t := range texts {
			p := parser{text: t}
			x := p.sum()
			for i := range 12 {
				vars[2] = i
				sum = sum*31 + x.eval(&vars)
			}
		}
	}
	fmt.Println(sum)
}
