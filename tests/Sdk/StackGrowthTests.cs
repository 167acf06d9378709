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
