// An interpreter of a small Lisp: values are interfaces, environments are chains of maps.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

type symbol string
type list []any
type lambda struct {
	parameters list
	body       any
	outer      *env
}
type builtin func(args []any) any

type env struct {
	names map[symbol]any
	outer *env
}

func (e *env) find(s symbol) any {
	for ; e != nil; e = e.outer {
		if v, ok := e.names[s]; ok {
			return v
		}
	}
	panic("unknown " + string(s))
}

func read(tokens []string) (any, []string) {
	t := tokens[0]
	tokens = tokens[1:]
	if t != "(" {
		if n, err := strconv.Atoi(t); err == nil {
			return n, tokens
		}
		return symbol(t), tokens
	}
	var l list
	for tokens[0] != ")" {
		var x any
		x, tokens = read(tokens)
		l = append(l, x)
	}
	return l, tokens[1:]
}

func eval(x any, e *env) any {
	for {
		switch v := x.(type) {
		case symbol:
			return e.find(v)
		case int:
			return v
		case list:
			if name, ok := v[0].(symbol); ok {
				switch name {
				case "if":
					if eval(v[1], e) != false {
						x = v[2]
					} else {
						x = v[3]
					}
					continue
				case "define":
					value := eval(v[2], e)
					e.names[v[1].(symbol)] = value
					return value
				case "lambda":
					return &lambda{v[1].(list), v[2], e}
				case "begin":
					for _, part := range v[1 : len(v)-1] {
						eval(part, e)
					}
					x = v[len(v)-1]
					continue
				}
			}
			args := make([]any, 0, 4)
			for _, a := range v[1:] {
				args = append(args, eval(a, e))
			}
			switch f := eval(v[0], e).(type) {
			case builtin:
				return f(args)
			case *lambda:
				inner := &env{make(map[symbol]any, len(args)), f.outer}
				for i, p := range f.parameters {
					inner.names[p.(symbol)] = args[i]
				}
				x, e = f.body, inner
			default:
				panic("not a function")
			}
		}
	}
}

const program = `(begin
 (define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
 (define map1 (lambda (f l) (if (null l) l (cons (f (car l)) (map1 f (cdr l))))))
 (define range1 (lambda (a b) (if (< a b) (cons a (range1 (+ a 1) b)) (empty))))
 (define sum (lambda (l acc) (if (null l) acc (sum (cdr l) (+ acc (car l))))))
 (+ (fib 19) (sum (map1 (lambda (n) (* n n)) (range1 0 400)) 0)))`

type pair struct {
	head any
	tail *pair
}

func main() {
	number := func(f func(a, b int) any) builtin {
		return func(args []any) any { return f(args[0].(int), args[1].(int)) }
	}
	global := &env{names: map[symbol]any{
		"+":     number(func(a, b int) any { return a + b }),
		"-":     number(func(a, b int) any { return a - b }),
		"*":     number(func(a, b int) any { return a * b }),
		"<":     number(func(a, b int) any { return a < b }),
		"cons":  builtin(func(args []any) any { return &pair{args[0], args[1].(*pair)} }),
		"car":   builtin(func(args []any) any { return args[0].(*pair).head }),
		"cdr":   builtin(func(args []any) any { return args[0].(*pair).tail }),
		"null":  builtin(func(args []any) any { return args[0].(*pair) == nil }),
		"empty": builtin(func([]any) any { return (*pair)(nil) }),
	}}
	spaced := strings.NewReplacer("(", " ( ", ")", " ) ").Replace(program)
	code, _ := read(strings.Fields(spaced))
	total := 0
	for range 8 {
		total += eval(code, global).(int)
	}
	fmt.Println(total)
}
