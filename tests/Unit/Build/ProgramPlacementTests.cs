using System.Buffers.Binary;
using Go.Compiler.Build;
using Go.Compiler.Images;
using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Build;

/// <summary>Where programs stand in memory: anywhere (<c>-buildmode=pie</c>), or where the linker's flags say.</summary>
[Collection(ProgramCache.Collection)]
public sealed class ProgramPlacementTests(ProgramCache cache)
{
    private const ushort Executable = 2, Dynamic = 3;

    /// <summary>
    /// Addresses in every kind of data: pointers to variables and tables, strings, interfaces, functions, types that are looked up by
    /// offset.
    /// </summary>
    private const string Source = """
        package main

        import "errors"

        type shape interface{ area() int }
        type square struct{ side int }

        func (s *square) area() int { return s.side * s.side }

        var one = 1
        var pointer = &one
        var table = [...]*int{&one, nil, &one}
        var text = []string{"a", "b"}
        var call = map[string]func() int{"f": func() int { return 7 }}
        var any1 any = &square{3}
        var err = errors.New("text")

        //go:noinline
        func pick(i int) string { return [...]string{"x", "y", "z"}[i] }

        func main() {
            s, ok := any1.(shape)
            defer func() {
                r := recover().(error)
                println(*pointer, *table[2], table[1] == nil, text[1], call["f"](), ok, s.area(), err.Error(), pick(one), r.Error())
            }()
            var none map[string]int
            none["a"] = 1
        }
        """;

    private const string Expected = "1 1 true b 7 true 9 text y assignment to entry in nil map";

    [Fact]
    public void A_position_independent_program_runs_wherever_it_is_put()
    {
        using BuildWorkspace w = Workspace();
        BuildOptions options = w.Options(".") with { Output = "program", IsPositionIndependent = true };
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Expected, ProgramCache.Run(w, options));
        }
        byte[] program = Program(w);
        Assert.Equal(Dynamic, BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(16)));
        Assert.Contains("build\t-buildmode=pie\n", BuildInformation.Read(program, out _)!.Modules, StringComparison.Ordinal);
        Assert.True(program.AsSpan().IndexOf("/lib64/ld-linux-x86-64.so.2\0"u8) > 0);
        // The same objects make an ordinary program.
        Assert.Equal(Expected, ProgramCache.Run(w, options with { IsPositionIndependent = false }));
        Assert.Equal(Executable, BinaryPrimitives.ReadUInt16LittleEndian(Program(w).AsSpan(16)));
    }

    [Fact]
    public void The_loader_is_the_one_that_is_named()
    {
        using BuildWorkspace w = Workspace();
        Compile(w.Options(".") with { Output = "program", IsPositionIndependent = true,
            LinkerFlags = [PatternFlags.Parse("-I=/lib/other.so")] });
        Assert.True(Program(w).AsSpan().IndexOf("/lib/other.so\0"u8) > 0);
        Assert.True(Program(w).AsSpan().IndexOf("ld-linux"u8) < 0);
    }

    [Theory]
    [InlineData("-T=0x800000", 0x7FF000, 0x1000)]
    [InlineData("-R=0x10000", 0x400000, 0x10000)]
    [InlineData("-R 0x10000 -T 0x1000000", 0xFFF000, 0x10000)]
    [InlineData("-D=0x8000000", 0x400000, 0x1000)]
    [InlineData("-T=-1 -D=-1 -R=-1", 0x400000, 0x1000)]
    public void Code_and_data_stand_where_the_flags_say(string flags, ulong start, ulong alignment)
    {
        using BuildWorkspace w = Workspace();
        Assert.Equal(Expected, ProgramCache.Run(w, w.Options(".") with { Output = "program", LinkerFlags = [PatternFlags.Parse(flags)] }));
        List<(uint Kind, ulong Address, ulong Alignment)> segments = SegmentsOf(Program(w));
        List<(uint Kind, ulong Address, ulong Alignment)> loads = segments.FindAll(s => s.Kind == 1);
        Assert.Equal(start, loads[0].Address);
        Assert.All(loads, s => Assert.Equal(alignment, s.Alignment));
        Assert.Equal(flags.StartsWith("-D", StringComparison.Ordinal), loads[^1].Address == 0x8000000);
    }

    [Theory]
    [InlineData("-R=1000", "link: invalid -R value 0x3e8")]
    [InlineData("-R=5000", "link: invalid -R value 0x1388")]
    [InlineData("-D=0x800001", "link: invalid -D value 0x800001: not aligned to rounding quantum 0x1000")]
    [InlineData("-T=0x800800", "link: invalid -T value 0x800800: not aligned to rounding quantum 0x1000")]
    [InlineData("-T=0", "link: invalid -T value 0x0: no room for the headers before it")]
    public void Places_that_cannot_be_are_errors(string flags, string message)
        => Assert.Equal(message, Assert.Throws<SettingException>(()
            => LinkerSettings.Read(PatternFlags.Parse(flags).Words, "linux", [])).Message);

    [Fact]
    public void Data_does_not_lie_on_code()
    {
        using BuildWorkspace w = Workspace();
        BuildOutcome outcome = Builder.Build(w.Options(".") with { Output = "program", LinkerFlags = [PatternFlags.Parse("-D=0x402000")] },
            null, CancellationToken.None);
        Assert.Equal("data at 0x402000 (-D) would lie on what is before it", Assert.Single(outcome.Diagnostics).Message);
    }

    [Fact]
    public void Indices_are_not_checked_where_nobody_wants_it()
    {
        using BuildWorkspace w = Workspace();
        w.Write("main.go", """
            package main

            //go:noinline
            func third(a *[2]int, s []int, i int) (int, int) { return a[i&1], len(s[:i]) }

            func main() {
                defer func() { println(recover() != nil) }()
                _, n := third(new([2]int), make([]int, 1), 3)
                println(n)
            }
            """);
        BuildOptions options = w.Options(".") with { Output = "program" };
        Assert.Equal("true", ProgramCache.Run(w, options));
        Assert.Equal("3\nfalse", ProgramCache.Run(w, options with { CompilerFlags = [PatternFlags.Parse("-B")] }));
    }

    private static void Compile(BuildOptions options) => Assert.True(Builder.Build(options, null, CancellationToken.None).Succeeded);

    private BuildWorkspace Workspace()
    {
        BuildWorkspace w = cache.NewWorkspace();
        w.Write("main.go", Source);
        return w;
    }

    private static byte[] Program(BuildWorkspace w) => File.ReadAllBytes(Path.Combine(w.Source, "program"));

    private static List<(uint Kind, ulong Address, ulong Alignment)> SegmentsOf(byte[] program)
    {
        var segments = new List<(uint, ulong, ulong)>();
        int count = BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(56));
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> row = program.AsSpan(64 + (i * 56), 56);
            segments.Add((BinaryPrimitives.ReadUInt32LittleEndian(row), BinaryPrimitives.ReadUInt64LittleEndian(row[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(row[48..])));
        }
        return segments;
    }
}
