package main

// Cases and tags of interface type, in switches with and without a tag: type and value are compared, never the first word alone.

type flag bool

func (f flag) set() bool { return bool(f) }

type setter interface{ set() bool }

type count int

type key struct {
	name string
	part any
}

func said(what string, x any) any { print(what, " "); return x }

func saidBool(what string, x bool) bool { print(what, " "); return x }

func saidFlag(what string, x flag) flag { print(what, " "); return x }

func noTag(name string, x any) {
	switch {
	case x:
		println(name, "is true")
	default:
		println(name, "is not true")
	}
}

func withTag(name string, x any) {
	switch true {
	case x:
		print(name, " is true; ")
	default:
		print(name, " is not true; ")
	}
	switch false {
	case x:
		print("is false; ")
	default:
		print("is not false; ")
	}
	b := true
	switch b {
	case x:
		println("equals a variable")
	default:
		println("differs from a variable")
	}
}

func ofTag(name string, x any) {
	switch x {
	case true:
		println(name, "true")
	case flag(true):
		println(name, "flag true")
	case 1:
		println(name, "int 1")
	case count(1):
		println(name, "count 1")
	case "1":
		println(name, "string 1")
	case 1.0:
		println(name, "float 1")
	case nil:
		println(name, "nil")
	case key{"a", 1}:
		println(name, "key a 1")
	case [2]any{1, "x"}:
		println(name, "array")
	default:
		println(name, "none")
	}
}

func methods(name string, x setter) {
	switch x {
	case flag(true):
		print(name, " true; ")
	case flag(false):
		print(name, " false; ")
	case nil:
		print(name, " nil; ")
	}
	switch flag(true) {
	case x:
		println("true again")
	default:
		println("not true")
	}
}

func alike[T comparable](a any, b T) bool {
	switch a {
	case b:
		return true
	}
	switch b {
	case a:
		return true
	}
	return false
}

func try(what string, f func()) {
	defer func() { println(what, recover() != nil) }()
	f()
}

func order() {
	switch {
	case said("first", false), said("second", 1), said("third", true), said("never", true):
		println("taken")
	}
	switch {
	case saidBool("a", false):
	case said("b", nil):
	case saidBool("c", false), said("d", true):
		println("d taken")
	case said("e", true):
		println("e taken")
	}
	switch said("tag", 2) {
	case 1, "x":
	case said("one", 1), said("two", 2), said("three", 3):
		println("two taken")
	}
	switch saidFlag("tag", true) {
	case said("bool", true), setter(flag(false)):
	case said("flag", flag(true)):
		println("flag taken")
	}
	x := any(1)
	set := func() any { x = 2; return 2 }
	switch x {
	case set():
		println("changed")
	case 1:
		println("as it was")
	}
}

func uncomparable() {
	slice, function := any([]int{1}), any(func() {})
	try("no tag", func() {
		switch {
		case slice:
			println("no")
		}
	})
	try("other type", func() {
		switch slice {
		case 1, "a", true, nil:
			println("no")
		}
	})
	try("slices", func() {
		switch slice {
		case slice:
			println("no")
		}
	})
	try("functions", func() {
		switch function {
		case 1, slice:
			println("no")
		case function:
			println("no")
		}
	})
	try("inside", func() {
		switch any(key{"a", []int{}}) {
		case key{"b", []int{}}:
			println("no")
		case key{"a", 1}:
			println("no")
		case key{"a", []int{}}:
			println("no")
		}
	})
	try("struct tag", func() {
		switch (key{"a", slice}) {
		case any(1):
			println("no")
		case any(key{"a", slice}):
			println("no")
		}
	})
}

func fall(x any) {
	switch y := true; {
	case x:
		print("true, ")
		fallthrough
	case !y:
		print("next, ")
	default:
		print("default, ")
	}
	println("done")
}

func main() {
	noTag("true", true)
	noTag("false", false)
	noTag("one", 1)
	noTag("nil", nil)
	noTag("flag", flag(true))
	noTag("pointer", new(bool))
	withTag("true", true)
	withTag("false", false)
	withTag("one", 1)
	withTag("nil", nil)
	withTag("flag", flag(false))
	ofTag("true", true)
	ofTag("false", false)
	ofTag("flag", flag(true))
	ofTag("1", 1)
	ofTag("count", count(1))
	ofTag("string", "1")
	ofTag("float", 1.0)
	ofTag("nil", nil)
	ofTag("key", key{"a", 1})
	ofTag("key", key{"a", "1"})
	ofTag("array", [2]any{1, "x"})
	ofTag("int8", int8(1))
	methods("true", flag(true))
	methods("false", flag(false))
	methods("nil", nil)
	println(alike(1, 1), alike(1, "1"), alike("1", "1"), alike[any](1, 1), alike(nil, key{}), alike(key{"a", 1}, key{"a", 1}))
	order()
	uncomparable()
	fall(true)
	fall(1)
}
