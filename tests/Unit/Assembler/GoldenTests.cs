using System.Runtime.CompilerServices;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Objects;

namespace Go.Compiler.Tests.Assembler;

/// <summary>
/// Whole functions: source to bytes, relocations and tables. One file each beside this test, with the parts <c>-- input --</c> and <c>--
/// expect --</c>.
/// </summary>
public sealed class GoldenTests
{
    private const string Input = "-- input --\n", Expect = "-- expect --\n";

    private const string FuncData = """
        #define NO_LOCAL_POINTERS FUNCDATA $1, no_pointers_stackmap(SB)
        #define GO_ARGS FUNCDATA $0, go_args_stackmap(SB)
        #define GO_RESULTS_INITIALIZED PCDATA $1, $1

        """;

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");

    /// <summary>Those in the folder arm64 are for that architecture.</summary>
    public static TheoryData<string> Names
        => [.. Directory.GetFiles(Folder(), "*.txt", SearchOption.AllDirectories)
            .Select(f => Path.ChangeExtension(Path.GetRelativePath(Folder(), f), null).Replace('\\', '/')).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Functions_assemble_to_bytes_and_tables(string name)
    {
        string text = File.ReadAllText(Path.Combine(Folder(), name + ".txt")).ReplaceLineEndings("\n");
        int expect = text.IndexOf(Expect, StringComparison.Ordinal);
        var fixture = new AsmFixture { IsArm64 = name.StartsWith("arm64/", StringComparison.Ordinal),
            StackMaps = ["p.f.args_stackmap", "p.f.arginfo0"] }.Include("funcdata.h", FuncData);
        ObjectFile output = fixture.Assemble(text[Input.Length..expect]);
        Assert.Equal("", fixture.Errors());
        Assert.Empty(ObjectVerifier.Verify(output, fixture.IsArm64 ? Arm64Facts.Abi.PcQuantum : 1));
        Assert.Equal(text[(expect + Expect.Length)..].TrimEnd(), ObjectPrinter.Print(output).TrimEnd());
    }
}
