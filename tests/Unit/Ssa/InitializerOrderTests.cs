using System.Runtime.CompilerServices;

namespace Go.Compiler.Tests.Ssa;

/// <summary>
/// What package-level variables start with when calls in their initialisers change other variables. A package each, because one such call
/// makes all later initialisers of its package careful.
/// </summary>
public sealed class InitializerOrderTests
{
    public static TheoryData<string, string> Programs()
    {
        var data = new TheoryData<string, string>();
        foreach (string entry in File.ReadAllText(Path.Combine(Folder(), "InitializerOrder.txt")).Split("---\n")[1..])
        {
            string[] parts = entry.Split(">>>\n");
            data.Add(parts[0], parts[1]);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Parts_are_read_when_their_turn_comes(string source, string expected)
        => Assert.Equal(expected, new GoProgram("package main\n" + source, optimize: true).Run());

    /// <summary>GO: differs. The original misses the change where it inlines the calls; the language leaves no choice.</summary>
    [Fact]
    public void A_store_through_a_local_pointer_is_seen()
        => Assert.Equal("1 7\n", new GoProgram("""
            package main
            var s = 1
            var a = n(1)
            var b = s
            func n(i int) int { p := &s; set(p); return i }
            func set(p *int) { *p = 7 }
            func main() { println(a, b) }
            """, optimize: true).Run());

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
