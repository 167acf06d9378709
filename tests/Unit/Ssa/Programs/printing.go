package main

type text string

const named text = "n"

func main() {
	println("line 1")
	println("a", 1, "b", "c", 2.5, "\n", named, "x", " ", "y")
	print("a", "b", 1, " ", "", "\n")
	println()
	print()
	println("", "")
	var e any = 3
	println(e == 3, "é", []int(nil) == nil)
}
