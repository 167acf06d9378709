package main

var switches = []kernel{
	{"interpreter", interpreter},
	{"sparse-switch", sparseSwitch},
	{"switch-on-strings", switchOnStrings},
	{"lexer", lexer},
}

const (
	push = iota
	add
	multiply
	duplicate
	drop
	jumpUnlessZero
	decrement
	swap
)

func interpreter() uint64 {
	code := []int{push, 1, push, 30_000, swap, push, 3, multiply, push, 7, add, swap, decrement, duplicate, jumpUnlessZero, 4, drop}
	stack, top := make([]uint32, 16), 0
	for at := 0; at < len(code); at++ {
		switch code[at] {
		case push:
			at++
			stack[top] = uint32(code[at])
			top++
		case add:
			top--
			stack[top-1] += stack[top]
		case multiply:
			top--
			stack[top-1] *= stack[top]
		case duplicate:
			stack[top] = stack[top-1]
			top++
		case drop:
			top--
		case jumpUnlessZero:
			at++
			top--
			if stack[top] != 0 {
				at = code[at] - 1
			}
		case decrement:
			stack[top-1]--
		case swap:
			stack[top-1], stack[top-2] = stack[top-2], stack[top-1]
		}
	}
	return uint64(stack[0])
}

func sparseSwitch() (sum uint64) {
	n := uint32(1)
	for range 250_000 {
		n = n*1664525 + 1013904223
		switch n >> 16 & 1023 {
		case 3, 5, 9:
			sum++
		case 77:
			sum += 2
		case 120, 121, 122, 123:
			sum += 3
		case 400:
			sum += 4
		case 511:
			sum += 5
		case 800, 900, 1000:
			sum += 6
		default:
			sum += 7
		}
	}
	return sum
}

func switchOnStrings() (sum uint64) {
	words := []string{"func", "return", "variable", "if", "range", "x", "interface", "continue"}
	for i := range 60_000 {
		switch words[i&7] {
		case "break", "continue", "goto", "fallthrough":
			sum++
		case "if", "else", "switch", "case", "default":
			sum += 2
		case "for", "range":
			sum += 3
		case "func", "return":
			sum += 4
		case "type", "struct", "interface", "map", "chan":
			sum += 5
		case "var", "const":
			sum += 6
		default:
			sum += 7
		}
	}
	return sum
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func lexer() (sum uint64) {
	const text = "if (count_1 >= 1024) { total += width * 17; } else { return name_of(total, 3); }\n"
	for range 2_000 {
		for i := 0; i < len(text); {
			start := i
			switch c := text[i]; {
			case isLetter(c):
				for i < len(text) && (isLetter(text[i]) || isDigit(text[i])) {
					i++
				}
				sum += uint64(i - start)
			case isDigit(c):
				for i < len(text) && isDigit(text[i]) {
					i++
				}
				sum += 100
			case isSpace(c):
				i++
			default:
				i++
				sum += uint64(c)
			}
		}
	}
	return sum
}
