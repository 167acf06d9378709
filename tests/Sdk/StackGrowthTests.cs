namespace Go.Sdk.Tests.Sdk;

/// <summary>Stacks that move while the program looks at addresses as numbers.</summary>
public sealed class StackGrowthTests
{
    [Fact]
    public void The_address_of_a_variable_as_a_number_is_computed_anew()
    {
        using var go = new GoCommand();
        go.Write("main.go", """
            package main

            import "unsafe"

            //go:noinline
            func moved(x int) bool {
            	before := uintptr(unsafe.Pointer(&x))
            	grow(10000)
            	return uintptr(unsafe.Pointer(&x)) != before
            }

            // The arithmetic begins before the stack moves and ends after.
            //
            //go:noinline
            func second(x [2]int) int {
            	return *(*int)(unsafe.Pointer(uintptr(unsafe.Pointer(&x)) + word()))
            }

            //go:noinline
            func word() uintptr {
            	grow(40000)
            	return 8
            }

            //go:noinline
            func grow(n int) {
            	if n > 0 {
            		grow(n - 1)
            	}
            }

            func main() {
            	result := make(chan bool)
            	go func() { result <- moved(1) }()
            	println(<-result)
            	go func() { println(second([2]int{3, 4})); result <- true }()
            	<-result
            }

            """).Run("build", "-o", "growth").Expect(0);
        Assert.Equal("true\n4\n", CommandResult.Run(go.At("growth"), [], go.Root, timeout: TimeSpan.FromSeconds(180)).Expect(0).Error);
    }

    /// <summary>
    /// Closures whose code is shared, and closures made anew in other functions, store addresses of their variables in captured ones. A
    /// variable that stayed in a frame would be left behind there when the stack moves, or be overwritten by the next call.
    /// </summary>
    [Fact]
    public void What_closures_store_in_captured_variables_moves_with_the_stack()
    {
        using var go = new GoCommand();
        go.Write("main.go", """
            package main

            func nothing() {}

            //go:noinline
            func grow(n int) int {
            	var pad [128]byte
            	pad[n&127] = byte(n)
            	if n == 0 {
            		return 0
            	}
            	return grow(n-1) + int(pad[n&127]) - int(byte(n))
            }

            func twice(yield func(*int) bool) {
            	y := 41
            	for yield(&y) {
            		y++
            	}
            }

            // The loop's body is shared with who takes collect in: there x is in the heap.
            func collect(f func(int)) (r int) {
            	var x *int
            	for p := range twice {
            		if x != nil {
            			r = *x + *p
            			grow(5000)
            			*p = 7
            			r = r*1000 + *x*10 + *p
            			break
            		}
            		go f(1)
            		x = p
            		grow(5000)
            	}
            	return
            }

            //go:noinline
            func use() int { return collect(func(int) {}) }

            func maker() func() int {
            	return func() int {
            		var w *int
            		set := func(n int) {
            			y := n
            			w = &y
            			go nothing()
            		}
            		set(41)
            		grow(5000)
            		return *w
            	}
            }

            //go:noinline
            func run(f func()) { f() }

            var made func() int

            func main() {
            	results := make(chan int)
            	go func() { results <- use() }()
            	println(<-results)
            	run(func() { made = maker() })
            	go func() { results <- made() }()
            	println(<-results)
            }

            """).Run("build", "-o", "closures").Expect(0);
        CommandResult result = CommandResult.Run(go.At("closures"), [], go.Root, timeout: TimeSpan.FromSeconds(180));
        Assert.Equal("84077\n41\n", result.Expect(0).Error);
    }

    [Fact]
    public void Wrappers_of_embedded_interfaces_take_no_stack()
    {
        using var go = new GoCommand();
        go.Write("main.go", """
            package main

            import "unsafe"

            type place interface{ at(a int, b string) (uintptr, string) }

            type base struct{}

            //go:noinline
            func (base) at(a int, b string) (uintptr, string) { return uintptr(unsafe.Pointer(&a)), b }

            type pointer struct{ place }
            type value struct {
            	n int
            	place
            }

            func main() {
            	var p place = base{}
            	first, _ := p.at(1, "")
            	for i := 0; i < 1000; i++ {
            		p = &pointer{p}
            		p = value{i, p}
            	}
            	last, text := p.at(1, "passed on")
            	println(first == last, text)
            	defer func() { println(recover().(error).Error()) }()
            	(&pointer{}).at(1, "")
            }

            """).Run("build", "-o", "chain").Expect(0);
        Assert.Equal("true passed on\nruntime error: invalid memory address or nil pointer dereference\n",
            CommandResult.Run(go.At("chain"), [], go.Root, timeout: TimeSpan.FromSeconds(180)).Expect(0).Error);
    }
}
