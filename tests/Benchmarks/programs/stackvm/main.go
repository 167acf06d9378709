// Compiles a small language with functions and loops to instructions of a stack machine, and runs them.
package main

import (
	"fmt"
	"strings"
)

type opcode uint8

const (
	opPush opcode = iota
	opLoad
	opStore
	opAdd
	opSub
	opMul
	opMod
	opLess
	opEqual
	opJump
	opJumpIfZero
	opCall
	opReturn
	opPrint
)

type instruction struct {
	op  opcode
	arg int
}

type compiler struct {
	tokens    []string
	code      []instruction
	locals    map[string]int
	functions map[string]int
}

func (c *compiler) next() string {
	t := c.tokens[0]
	c.tokens = c.tokens[1:]
	return t
}

func (c *compiler) emit(op opcode, arg int) int {
	c.code = append(c.code, instruction{op, arg})
	return len(c.code) - 1
}

func (c *compiler) local(name string) int {
	n, ok := c.locals[name]
	if !ok {
		n = len(c.locals)
		c.locals[name] = n
	}
	return n
}

// expression: a prefix operator with two operands, a call with one argument, a number or a variable.
func (c *compiler) expression() {
	switch t := c.next(); t {
	case "+", "-", "*", "%", "<", "==":
		c.expression()
		c.expression()
		c.emit(map[string]opcode{"+": opAdd, "-": opSub, "*": opMul, "%": opMod, "<": opLess, "==": opEqual}[t], 0)
	case "call":
		name := c.next()
		c.expression()
		c.emit(opCall, c.functions[name])
	default:
		if '0' <= t[0] && t[0] <= '9' {
			n := 0
			fmt.Sscan(t, &n)
			c.emit(opPush, n)
		} else {
			c.emit(opLoad, c.local(t))
		}
	}
}

func (c *compiler) block() {
	for len(c.tokens) > 0 {
		switch t := c.next(); t {
		case "end", "else":
			return
		case "let":
			n := c.local(c.next())
			c.expression()
			c.emit(opStore, n)
		case "while":
			start := len(c.code)
			c.expression()
			out := c.emit(opJumpIfZero, 0)
			c.block()
			c.emit(opJump, start)
			c.code[out].arg = len(c.code)
		case "if":
			c.expression()
			out := c.emit(opJumpIfZero, 0)
			c.block()
			c.code[out].arg = len(c.code)
		case "function":
			over := c.emit(opJump, 0)
			outer := c.locals
			c.functions[c.next()] = len(c.code)
			c.locals = map[string]int{c.next(): 0}
			c.block()
			c.emit(opPush, 0)
			c.emit(opReturn, 0)
			c.locals = outer
			c.code[over].arg = len(c.code)
		case "return":
			c.expression()
			c.emit(opReturn, 0)
		case "print":
			c.expression()
			c.emit(opPrint, 0)
		default:
			panic(t)
		}
	}
}

type frame struct {
	locals [8]int
	back   int
}

func run(code []instruction) (printed int) {
	stack := make([]int, 0, 64)
	frames := make([]frame, 1, 64)
	truth := map[bool]int{true: 1}
	for at := 0; at < len(code); {
		in := code[at]
		at++
		f := &frames[len(frames)-1]
		top := len(stack) - 1
		switch in.op {
		case opPush:
			stack = append(stack, in.arg)
		case opLoad:
			stack = append(stack, f.locals[in.arg])
		case opStore:
			f.locals[in.arg] = stack[top]
			stack = stack[:top]
		case opAdd:
			stack[top-1] += stack[top]
			stack = stack[:top]
		case opSub:
			stack[top-1] -= stack[top]
			stack = stack[:top]
		case opMul:
			stack[top-1] *= stack[top]
			stack = stack[:top]
		case opMod:
			stack[top-1] %= stack[top]
			stack = stack[:top]
		case opLess:
			less := stack[top-1] < stack[top]
			stack = append(stack[:top-1], 0)
			if less {
				stack[top-1] = 1
			}
		case opEqual:
			stack[top-1] = truth[stack[top-1] == stack[top]]
			stack = stack[:top]
		case opJump:
			at = in.arg
		case opJumpIfZero:
			if stack[top] == 0 {
				at = in.arg
			}
			stack = stack[:top]
		case opCall:
			frames = append(frames, frame{back: at})
			frames[len(frames)-1].locals[0] = stack[top]
			stack = stack[:top]
			at = in.arg
		case opReturn:
			at = f.back
			frames = frames[:len(frames)-1]
		case opPrint:
			printed = printed*31 + stack[top]
			stack = stack[:top]
		}
	}
	return printed
}

const program = `
function fib n if < n 2 return n end return + call fib - n 1 call fib - n 2 end
function steps n let i 0 while < 1 n let r % n 2 if == r 0 let n call half n end if == r 1 let n + 1 * 3 n end let i + i 1 end return i end
let k 1 let all 0
while < k 400 let all + all call steps k let k + k 1 end
print all print call fib 22`

const half = `function half n let q 0 let b 1 while < b n let q + q 1 let b + b 2 end if == b n return q end return q end `

func main() {
	c := compiler{tokens: strings.Fields(half + program), locals: map[string]int{}, functions: map[string]int{}}
	c.block()
	sum := 0
	for range 2 {
		sum = sum*7 + run(c.code)
	}
	fmt.Println(len(c.code), sum)
}
