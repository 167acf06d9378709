using System.Runtime.CompilerServices;
using Go.Compiler.Ir;

namespace Go.Compiler.Tests.Ir;

/// <summary>Each file of Golden: Go source after <c>-- input --</c>, what the builder makes of it after <c>-- expect --</c>.</summary>
public sealed class GoldenTests
{
    private const string Input = "-- input --\n", Expect = "-- expect --\n";

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");

    public static TheoryData<string> Names
        => [.. Directory.GetFiles(Folder(), "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bound_tree_is_as_recorded(string name)
    {
        string path = Path.Combine(Folder(), name + ".txt");
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        int expect = text.IndexOf(Expect, StringComparison.Ordinal);
        string actual = IrPrinter.Print(BuiltPackage.From(text[Input.Length..expect]));
        Assert.Equal(text[(expect + Expect.Length)..], actual);
    }
}
