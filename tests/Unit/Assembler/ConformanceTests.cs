using System.Text.RegularExpressions;

namespace Go.Compiler.Tests.Assembler;

/// <summary>The encodings listed in the original assembler's own test data: instruction, then the acceptable bytes in a comment.</summary>
public sealed partial class ConformanceTests
{
    private static readonly string s_folder = Path.Combine(GoSources.Root, "src", "cmd", "asm", "internal", "asm", "testdata");

    public static TheoryData<string> Files =>
        [.. new[] { "amd64enc.s", "amd64enc_extra.s" }.Concat(Directory.GetFiles(Path.Combine(s_folder, "avx512enc"), "*.s").Select(f => "avx512enc/" + Path.GetFileName(f)).Order())];

    [GeneratedRegex(@"^\t(?<code>[A-Z][^/]*?)\s*// (?<bytes>[0-9a-f]{2,}(?: or [0-9a-f]+)*)\s*$")]
    private static partial Regex Line();

    /// <summary>x87 arithmetic is not supported; PUSHQ of a 32-bit immediate that would change its sign is refused.</summary>
    private static bool IsExpectedToFail(string code) => code[0] == 'F' && !code.StartsWith("FX", StringComparison.Ordinal) || code == "PUSHQ $4045620583";

    [Theory]
    [MemberData(nameof(Files))]
    public void Encodings_equal_the_originals(string file)
    {
        var wrong = new List<string>();
        int checkedLines = 0;
        foreach (string line in File.ReadLines(Path.Combine(s_folder, file)))
        {
            Match match = Line().Match(line);
            if (!match.Success)
            {
                continue;
            }
            checkedLines++;
            string code = match.Groups["code"].Value;
            var fixture = new AsmFixture();
            var output = fixture.Assemble($"TEXT ·f(SB),516,$0\n{code}\n");
            bool right = !fixture.Sink.HasErrors && match.Groups["bytes"].Value.Split(" or ").Contains(Convert.ToHexStringLower(output.Symbols[0].Data));
            if (!right && !IsExpectedToFail(code))
            {
                wrong.Add($"{code}: expected {match.Groups["bytes"].Value}, got {fixture.Errors()}{(output.Symbols.Count > 0 ? Convert.ToHexStringLower(output.Symbols[0].Data) : "")}");
            }
        }
        Assert.True(checkedLines > 10);
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"^\t(?<code>[A-Z].*?)\s*// ERROR")]
    private static partial Regex ErrorLine();

    /// <summary>EXTRACTPS takes any byte here; the processor looks at two bits of it.</summary>
    [Fact]
    public void What_the_original_refuses_is_refused()
    {
        var accepted = new List<string>();
        int checkedLines = 0;
        foreach (string line in File.ReadLines(Path.Combine(s_folder, "amd64error.s")))
        {
            Match match = ErrorLine().Match(line);
            if (match.Success && !match.Groups["code"].Value.StartsWith("EXTRACTPS", StringComparison.Ordinal))
            {
                checkedLines++;
                if (AsmFixture.ErrorsOf($"TEXT ·f(SB),516,$0\n{match.Groups["code"].Value}\n").Length == 0)
                {
                    accepted.Add(match.Groups["code"].Value);
                }
            }
        }
        Assert.True(checkedLines > 50);
        Assert.Empty(accepted);
    }
}
