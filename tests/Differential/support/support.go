// Package support is what generated programs share: the trace they leave, operations that cannot fail, iterators and containers.
package support

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Ints are the integer types, named ones too.
type Ints interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uint
}

var (
	trace []byte
	fuel  int
)

// Program runs one generated program and writes its trace.
func Program(seed uint64, f func()) {
	trace, fuel = trace[:0], 2000
	trace = append(strconv.AppendUint(append(trace, "== "...), seed, 10), '\n')
	Guard(-1, f)
	os.Stdout.Write(trace)
}

// Spent says that the program has made all the calls it may make.
func Spent() bool {
	fuel--
	return fuel < 0
}

// Guard calls f and traces what it panics with.
func Guard(n int, f func()) {
	defer func() { Caught(n, recover()) }()
	f()
}

// Caught traces a recovered value.
func Caught(n int, r any) {
	switch r := r.(type) {
	case nil:
	case error:
		note(n, "error", r.Error())
	default:
		note(n, "panic", fmt.Sprintf("%T %v", r, r))
	}
}

func note(n int, what, text string) {
	if len(trace) > 20000 {
		return
	}
	trace = strconv.AppendInt(trace, int64(n), 10)
	trace = append(append(append(append(append(trace, ' '), what...), ' '), text...), '\n')
}

// Log traces a value: floats by their bits, everything else as fmt prints it.
func Log(n int, v any) {
	switch v := v.(type) {
	case int64:
		note(n, "", strconv.FormatInt(v, 10))
	case uint64:
		note(n, "", strconv.FormatUint(v, 10))
	case string:
		note(n, "", strconv.Quote(v))
	case float64:
		note(n, "", bits(v))
	case float32:
		if v != v {
			note(n, "", "NaN")
		} else {
			note(n, "", strconv.FormatUint(uint64(math.Float32bits(v)), 16))
		}
	case complex128:
		note(n, bits(real(v)), bits(imag(v)))
	default:
		note(n, "", fmt.Sprintf("%v", v))
	}
}

func bits(v float64) string {
	if v != v {
		return "NaN"
	}
	return strconv.FormatUint(math.Float64bits(v), 16)
}

// Tr traces v on its way: it shows when an operand is evaluated.
func Tr[V any](n int, v V) V {
	Log(n, v)
	return v
}

// V is v, in a way that an inliner sees through.
func V[T any](v T) T { return v }

// H is v, hidden from every optimiser.
//
//go:noinline
func H[T any](v T) T { return v }

// At is an element of s, or nothing.
func At[S ~[]E, E any](s S, i int) (e E) {
	if len(s) > 0 {
		return s[uint(i)%uint(len(s))]
	}
	return e
}

// Byte is a byte of s, or nothing.
func Byte(s string, i int) byte {
	if len(s) == 0 {
		return 0
	}
	return s[uint(i)%uint(len(s))]
}

// Sub is a part of s.
func Sub(s string, i, j int) string {
	i, j = int(uint(i)%uint(len(s)+1)), int(uint(j)%uint(len(s)+1))
	if i > j {
		i, j = j, i
	}
	return s[i:j]
}

// Part is a part of s without spare capacity.
func Part[S ~[]E, E any](s S, i, j int) S {
	i, j = int(uint(i)%uint(len(s)+1)), int(uint(j)%uint(len(s)+1))
	return s[min(i, j):max(i, j):max(i, j)]
}

// Clip is s without spare capacity, so that what appends to it never writes where others look.
func Clip[S ~[]E, E any](s S) S { return s[:len(s):len(s)] }

// Cut keeps strings short.
func Cut(s string) string {
	if len(s) > 40 {
		return s[:40]
	}
	return s
}

// Clamp keeps f where all integer types of 32 bits or more can hold it.
func Clamp(f float64) float64 {
	if f > -1e9 && f < 1e9 {
		return f
	}
	return 0
}

// The functions of package math that compilers know.
func Sqrt(f float64) float64        { return math.Sqrt(f) }
func Floor(f float64) float64       { return math.Floor(f) }
func Trunc(f float64) float64       { return math.Trunc(f) }
func Abs(f float64) float64         { return math.Abs(f) }
func Copysign(f, s float64) float64 { return math.Copysign(f, s) }

// Keys are the keys of m in order.
func Keys[M ~map[K]E, K cmp.Ordered, E any](m M) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Count counts from from to to.
func Count[T Ints](from, to T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := from; i < to && i-from < 16; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

// Backward walks s from its end.
func Backward[E any](s []E) iter.Seq2[int, E] {
	return func(yield func(int, E) bool) {
		defer Log(-2, len(s))
		for i := len(s) - 1; i >= 0; i-- {
			if !yield(i, s[i]) {
				return
			}
		}
	}
}

// Filter passes on what keep accepts.
func Filter[E any](s iter.Seq[E], keep func(E) bool) iter.Seq[E] {
	return func(yield func(E) bool) {
		for v := range s {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

// Map is f of every element.
func Map[A, B any](s []A, f func(A) B) []B {
	var out []B
	for _, v := range s {
		out = append(out, f(v))
	}
	return out
}

// Fold combines the elements from the left.
func Fold[A, B any](s []A, start B, f func(B, A) B) B {
	for _, v := range s {
		start = f(start, v)
	}
	return start
}

// Pair is two values.
type Pair[A, B any] struct {
	First  A
	Second B
}

// Swap exchanges the two.
func (p Pair[A, B]) Swap() Pair[B, A] { return Pair[B, A]{p.Second, p.First} }

// Set changes the first.
func (p *Pair[A, B]) Set(a A) { p.First = a }

// Stack is a list of values, the last one on top.
type Stack[T any] struct{ items []T }

// Push puts v on top.
func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }

// Pop takes the top away; with nothing there it panics.
func (s *Stack[T]) Pop() T {
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v
}

// Len is how many there are.
func (s *Stack[T]) Len() int { return len(s.items) }

// List is a linked list.
type List[T any] struct {
	Value T
	Next  *List[T]
}

// Prepend makes a longer list.
func (l *List[T]) Prepend(v T) *List[T] { return &List[T]{v, l} }

// All walks the list.
func (l *List[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for ; l != nil && yield(l.Value); l = l.Next {
		}
	}
}

// Failure is an error with a number.
type Failure struct{ N int }

func (f Failure) Error() string { return "failure " + strconv.Itoa(f.N) }

// Fail panics with a Failure.
func Fail(n int) { panic(Failure{n}) }

// Runes counts the runes of s.
func Runes(s string) int { return utf8.RuneCountInString(s) }

// Cell makes a variable that only these two know.
func Cell[T any](v T) (get func() T, set func(T)) {
	return func() T { return v }, func(w T) { v = w }
}

// Apply calls f twice.
func Apply[T any](v T, f func(T) T) T {
	g := func(w T) T { return f(w) }
	return g(g(v))
}

// Mapped has the results of f.
func Mapped[T, U any](s iter.Seq[T], f func(T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		for v := range s {
			if !yield(f(v)) {
				return
			}
		}
	}
}

// Alone calls f with a stack of its own, which is small at first, and hands on its panic.
func Alone(f func() int) int {
	done := make(chan any)
	result := 0
	disturbed, fuel = 0, 400
	go func() {
		defer func() { done <- recover() }()
		result = f()
	}()
	if r := <-done; r != nil {
		panic(r)
	}
	return result
}

var disturbed int

// Disturb overwrites the stack below, lets it move every now and then, and collects.
//
//go:noinline
func Disturb() {
	disturbed++
	deep(20)
	if disturbed < 200 {
		deep(40 << (disturbed % 8))
	}
	if disturbed%32 == 0 {
		runtime.GC()
	}
}

//go:noinline
func deep(n int) int {
	var words [24]int
	for i := range words {
		words[i] = -n
	}
	if n > 0 {
		words[n%24] = deep(n - 1)
	}
	return words[0] + words[23]
}
