package main

// A switch without a tag compares with true what its cases have: booleans of any type, and interfaces.

type flag bool

type anything interface{}

func which(x any) int {
	switch {
	case x:
		return 1
	case x == false:
		return 2
	}
	return 3
}

func named(x anything, f flag) int {
	switch {
	case bool(f):
		return 1
	case x:
		return 2
	default:
		return 3
	}
}

func inGeneric[T any](x T) int {
	switch y := any(x); {
	case y:
		return 1
	}
	return 0
}

func ofBooleans[T ~bool](x T) int {
	switch {
	case bool(x):
		return 1
	}
	return 0
}

func evaluated(x any) any {
	print("<", x == true, ">")
	return x
}

func main() {
	println(which(true), which(false), which(nil), which(1), which("true"), which(flag(true)), which([]int{1}))
	println(named(true, false), named(false, false), named(1, true), named(flag(true), false))
	println(inGeneric(true), inGeneric(false), inGeneric(flag(true)), inGeneric(3))
	println(ofBooleans(true), ofBooleans(flag(false)), ofBooleans(flag(true)))
	switch {
	case evaluated(false), evaluated(true), evaluated(nil):
		println("found")
	default:
		println("not found")
	}
	switch i := any(true); {
	case i:
		println("constant")
	default:
		println("lost")
	}
	switch f := flag(true); {
	case any(f):
		println("lost")
	case f == true:
		println("named")
	}
}
