package main

import "errors"

var interfaces = []kernel{
	{"assert-to-interface", assertToInterface},
	{"switch-on-interfaces", switchOnInterfaces},
	{"switch-on-types", switchOnTypes},
	{"call-method", callMethod},
	{"errors-as", errorsAs},
}

type sized interface{ size() int }
type named interface{ name() string }

type leaf struct{ n int }
type inner struct{ left, right any }
type word string

func (l leaf) size() int    { return l.n }
func (i *inner) size() int  { return 2 }
func (w word) name() string { return string(w) }

func things() []any {
	return []any{leaf{3}, &inner{1, 2}, word("seven"), leaf{5}, 17, "text", word("ten"), 2.5}
}

func assertToInterface() (sum uint64) {
	list := things()
	for i := range 800_000 {
		if s, ok := list[i&7].(sized); ok {
			sum += uint64(s.size())
		}
	}
	return sum
}

func switchOnInterfaces() (sum uint64) {
	list := things()
	for i := range 600_000 {
		switch v := list[i&7].(type) {
		case sized:
			sum += uint64(v.size())
		case named:
			sum += uint64(len(v.name()))
		default:
			sum++
		}
	}
	return sum
}

func switchOnTypes() (sum uint64) {
	list := things()
	for i := range 240_000 {
		switch v := list[i&7].(type) {
		case leaf:
			sum += uint64(v.n)
		case *inner:
			sum += 2
		case word:
			sum += uint64(len(v))
		case int:
			sum += uint64(v)
		case string:
			sum += uint64(len(v))
		}
	}
	return sum
}

func callMethod() (sum uint64) {
	list := []sized{leaf{3}, &inner{}, leaf{4}, &inner{}}
	for i := range 300_000 {
		sum += uint64(list[i&3].size())
	}
	return sum
}

type failure struct {
	code  int
	cause error
}

func (f *failure) Error() string { return "failure" }
func (f *failure) Unwrap() error { return f.cause }

type refusal struct{ code int }

func (r refusal) Error() string { return "refusal" }

func errorsAs() (sum uint64) {
	err := error(refusal{4})
	for i := range 4 {
		err = &failure{i, err}
	}
	for range 3_000 {
		var r refusal
		if errors.As(err, &r) {
			sum += uint64(r.code)
		}
	}
	return sum
}
