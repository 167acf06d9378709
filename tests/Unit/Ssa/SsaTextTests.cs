using System.Runtime.CompilerServices;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

/// <summary>The text of SSA can be read: what the parser makes of it is printed as the same text again.</summary>
public sealed class SsaTextTests
{
    public static TheoryData<string> Programs()
        => [.. Directory.EnumerateFiles(Folder(), "*.go").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Functions_are_the_same_after_printing_and_reading(string name)
    {
        string source = File.ReadAllText(Path.Combine(Folder(), name + ".go"));
        int count = 0;
        foreach (bool optimize in new[] { true, false })
        {
            foreach (SsaFunction f in new GoProgram(source, optimize).Functions)
            {
                string text = SsaPrinter.Print(f);
                Assert.Equal(text, SsaPrinter.Print(ParserFor(f).Parse(text)));
                count++;
            }
        }
        Assert.True(count > 1);
    }

    [Theory]
    [InlineData("func p.f(I64) I64\nb1:\n  v1 = Param.I64 [0]\n  v2 = Nonsense.I64 v1\n  return v2\n", "line 4")]
    [InlineData("func p.f(I64) I64\nb1:\n  v1 = Param.I64 [0]\n  leave v1\n", "line 4")]
    [InlineData("func p.f(I64)\nb1:\n  VariableStart {s0 x}\n  return\n", "line 3")]
    [InlineData("func p.f(I64)\nb1:\n  v1 = Allocate.Pointer {Unknown | x | size=8}\n  return\n", "nobody knows the type Unknown")]
    [InlineData("p.f(I64)\n", "func NAME")]
    public void What_is_not_the_form_is_refused_with_its_line(string text, string message)
        => Assert.Contains(message, Assert.Throws<FormatException>(() => Parser().Parse(text)).Message, StringComparison.Ordinal);

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Programs");

    internal static SsaEnvironment Environment()
        => new(new Package("p", "p"), new Layout(SupportedPlatforms.LinuxAmd64.Abi), SupportedPlatforms.LinuxAmd64);

    internal static SsaParser Parser() => new(Environment());

    /// <summary>A parser that knows the types that a function names.</summary>
    private static SsaParser ParserFor(SsaFunction f)
    {
        var types = new Dictionary<string, GoType>(StringComparer.Ordinal);
        foreach (StackSlot slot in f.Slots)
        {
            types.TryAdd(slot.Type.ToString(), slot.Type);
        }
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                GoType? type = f[v].Aux switch { GoType t => t, AllocationSite s => s.Type, _ => null };
                if (type is not null)
                {
                    types.TryAdd(type.ToString(), type);
                }
            }
        }
        return new SsaParser(Environment(), types.GetValueOrDefault);
    }
}
