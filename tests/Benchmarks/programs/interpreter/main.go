// Command interpreter runs a byte code: a loop around a large switch, a stack in a slice.
package main

import "fmt"

const (
	opPush = iota
	opLoad
	opStore
	opAdd
	opSub
	opMul
	opMod
	opXor
	opLess
	opJump
	opJumpIfZero
	opDup
	opSwap
	opPop
	opShift
	opHalt
)

type instruction struct {
	op       uint8
	argument int
}

type machine struct {
	code  []instruction
	stack []int
	local [8]int
	count int
}

func (m *machine) pop() int {
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *machine) push(v int) { m.stack = append(m.stack, v) }

func (m *machine) run() {
	for pc := 0; ; {
		in := m.code[pc]
		pc++
		m.count++
		switch in.op {
		case opPush:
			m.push(in.argument)
		case opLoad:
			m.push(m.local[in.argument])
		case opStore:
			m.local[in.argument] = m.pop()
		case opAdd:
			b, a := m.pop(), m.pop()
			m.push(a + b)
		case opSub:
			b, a := m.pop(), m.pop()
			m.push(a - b)
		case opMul:
			b, a := m.pop(), m.pop()
			m.push(a * b)
		case opMod:
			b, a := m.pop(), m.pop()
			m.push(a % b)
		case opXor:
			b, a := m.pop(), m.pop()
			m.push(a ^ b)
		case opLess:
			b, a := m.pop(), m.pop()
			if a < b {
				m.push(1)
			} else {
				m.push(0)
			}
		case opJump:
			pc = in.argument
		case opJumpIfZero:
			if m.pop() == 0 {
				pc = in.argument
			}
		case opDup:
			m.push(m.stack[len(m.stack)-1])
		case opSwap:
			n := len(m.stack)
			m.stack[n-1], m.stack[n-2] = m.stack[n-2], m.stack[n-1]
		case opPop:
			m.pop()
		case opShift:
			m.push(m.pop() >> in.argument)
		case opHalt:
			return
		default:
			panic("unknown operation")
		}
	}
}

func main() {
	// for i = 0; i < n; i++ { h = (h*31 ^ i) % 1000003; s = s + h>>2 }
	code := []instruction{
		{opLoad, 0}, {opLoad, 1}, {opLess, 0}, {opJumpIfZero, 22},
		{opLoad, 2}, {opPush, 31}, {opMul, 0}, {opLoad, 0}, {opXor, 0}, {opPush, 1000003}, {opMod, 0}, {opDup, 0}, {opStore, 2},
		{opShift, 2}, {opLoad, 3}, {opSwap, 0}, {opAdd, 0}, {opStore, 3},
		{opLoad, 0}, {opPush, -1}, {opSub, 0}, {opJump, 23},
		{opHalt, 0}, {opStore, 0}, {opJump, 0},
	}
	m := &machine{code: code}
	m.local[1] = 5_000_000
	m.run()
	fmt.Println(m.local[2], m.local[3], m.count)
}
