using System.Text.RegularExpressions;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Assembler;
using Go.Compiler.Targets;

namespace Go.Compiler.Tests.Assembler;

/// <summary>
/// The original assembler's own test data: encodings and messages. What differs for a reason is listed in
/// tests/Conformance/expectations/assembler.txt.
/// </summary>
public sealed partial class ConformanceTests
{
    private static readonly Amd64AsmDialect s_amd64 = new(Amd64ThreadLocal.InFs);
    private static readonly Arm64AsmDialect s_arm64 = new();

    private static readonly Dictionary<string, HashSet<int>> s_listed = Listed();

    public static TheoryData<string> Amd64Files
        => [.. AsmTestData.Names("amd64*.s").Concat(AsmTestData.Names("avx512enc/*.s")).Concat(AsmTestData.Names("duperror.s"))
            .Concat(AsmTestData.Names("buildtagerror.s"))];

    [Theory]
    [MemberData(nameof(Amd64Files))]
    public void Amd64_is_as_the_originals(string file) => Check(file, s_amd64, Amd64Facts.Abi);

    /// <summary>Those of SVE stand apart: an experiment of the original.</summary>
    public static TheoryData<string> Arm64Files
        => [.. AsmTestData.Names("arm64*.s").Where(n => !n.StartsWith("arm64sve", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Arm64Files))]
    public void Arm64_is_as_the_originals(string file) => Check(file, s_arm64, Arm64Facts.Abi);

    private static void Check(string file, IAsmDialect dialect, AbiFacts abi)
    {
        var data = new AsmTestData(file, dialect, abi);
        SortedDictionary<int, string> problems = data.Run();
        Assert.True(data.Checked > 0);
        HashSet<int> listed = s_listed.GetValueOrDefault(file) ?? [];
        Assert.Equal("", string.Join("\n", problems.Where(p => !listed.Contains(p.Key)).Select(p => $"{p.Key}: {p.Value}")));
        Assert.Empty(listed.Except(problems.Keys));
    }

    /// <summary>The names stand in a list of strings; the last one marks the end.</summary>
    [Fact]
    public void Every_mnemonic_of_amd64_is_known() => Check("x86", 1500, s_amd64);

    [Fact]
    public void Every_mnemonic_of_arm64_is_known() => Check("arm64", 600, s_arm64);

    private static void Check(string folder, int least, IAsmDialect dialect)
    {
        string table = File.ReadAllText(Path.Combine(GoSources.Root, "src", "cmd", "internal", "obj", folder, "anames.go"));
        string[] names = [.. Quoted().Matches(table).Select(m => m.Groups[1].Value).Where(n => n != "LAST")];
        Assert.True(names.Length > least);
        Assert.All(names, n => Assert.True(dialect.IsInstruction(n), n));
    }

    [GeneratedRegex("^\t\"([A-Z0-9]+)\",", RegexOptions.Multiline)]
    private static partial Regex Quoted();

    private static Dictionary<string, HashSet<int>> Listed()
    {
        var result = new Dictionary<string, HashSet<int>>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Assembler", "assembler.txt"))
            .Where(l => l.StartsWith("fail ", StringComparison.Ordinal)))
        {
            string[] place = line.Split(' ')[1].Split(':');
            if (place.Length < 2)
            {
                // A case of its own: a file of std.
                continue;
            }
            if (!result.TryGetValue(place[0], out HashSet<int>? lines))
            {
                result.Add(place[0], lines = []);
            }
            lines.Add(int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture));
        }
        return result;
    }
}
