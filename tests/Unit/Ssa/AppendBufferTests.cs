using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Slices that start nil and grow by append: their first elements are in the frame as long as nobody can tell.</summary>
public sealed class AppendBufferTests
{
    private const string Prelude = "//go:noinline\nfunc use(s []int) int { return len(s) }\n";

    private static SsaFunction Compile(string body) => PassTests.Compile(Prelude + body);

    private static string[] Calls(string body) => BoxTests.Calls(Compile(body));

    private static bool HasBuffer(string body) => Compile(body).Slots.Any(s => s.Name == "append buffer");

    [Fact]
    public void A_slice_that_stays_here_starts_in_the_frame()
        => Assert.True(HasBuffer("func f(n int) int { var s []int; for i := range n { s = append(s, i) }; return use(s) }"));

    [Fact]
    public void A_slice_that_anybody_keeps_does_not()
        => Assert.False(HasBuffer("var g []int\nfunc f(n int) { for i := range n { var s []int; s = append(s, i); g = s } }"));

    [Fact]
    public void A_slice_of_a_loop_that_an_outer_variable_remembers_does_not()
        => Assert.False(HasBuffer("func f(n int) (t int) { var last []int; for i := range n { var s []int; s = append(s, i); t += use(last); last = s }; return }"));

    [Fact]
    public void A_returned_slice_moves_and_the_runtime_chooses_its_capacity()
        => Assert.Equal(["runtime.growslice", "runtime.moveSliceNoCapNoScan"],
            Calls("func f(n int) []int { var s []int; for i := range n { s = append(s, i) }; return s }"));

    [Fact]
    public void A_capacity_that_the_program_sees_goes_with_the_elements()
        => Assert.Equal(["runtime.growsliceBuf", "runtime.moveSlice"],
            Calls("func f(n int) ([]*int, int) { var s []*int; for range n { s = append(s, nil) }; return s, cap(s) }"));

    [Theory]
    [InlineData("p = &s[0]")]
    [InlineData("t = s[1:]")]
    [InlineData("func() { t = s }()")]
    [InlineData("for i := range n { s = append(s, i); t = s }")]
    public void A_slice_that_others_may_refer_to_does_not_move(string use)
        => Assert.False(HasBuffer("func f(n int) ([]int, []int, *int) { var s, t []int; var p *int; for i := range n { s = append(s, i) }; " + use + "; return s, t, p }"));

    [Fact]
    public void A_buffer_with_pointers_is_an_object_that_starts_zero()
    {
        SsaFunction f =
            Compile("func f(n int) (t int) { var s []*int; for i := range n { s = append(s, &i) }; for _, p := range s { t += *p }; return }");
        Assert.Contains(f.Entry.Instructions, v => f[v].Op == Op.Zero && f[v].AuxInt == 32);
        Assert.Contains("object append buffer", SlotLiveness.Run(f, new Layout(SupportedPlatforms.LinuxAmd64.Abi)).Print());
    }

    [Fact]
    public void Each_new_slice_has_elements_of_its_own()
        => Assert.Equal("0 1 7 2 | 3 4\n", new GoProgram("package main\n" + """
            func f(n int) (a, b, s []int) {
                for i := range n {
                    s = append(s, i)
                    if i == 1 { a, s = s, nil }
                }
                var l, k []int
                for i := range 3 { l = append(l, i) }
                for _, x := range l {
                    if x == 0 { l = nil; l = append(l, 7); k = l }
                    b = append(b, x)
                }
                return a, append(k, b[2]), s
            }
            func main() {
                a, b, s := f(5)
                println(a[0], a[1], b[0], b[1], "|", len(s), s[2])
            }
            """).Run());
}
