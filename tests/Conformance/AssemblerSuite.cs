using Go.Compiler.Assembler;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Targets;
using Go.Compiler.Tests.Assembler;

namespace Go.Compiler.Tests.Conformance;

/// <summary>The original assembler's test data: a case a file, the lines that differ as its parts.</summary>
internal static class AssemblerSuite
{
    public static IEnumerable<ConformanceCase> Cases()
        => Of("amd64", new Amd64AsmDialect(), Amd64Facts.Abi, ["amd64*.s", "avx512enc/*.s", "buildtagerror.s", "duperror.s"]);

    private static IEnumerable<ConformanceCase> Of(string recipe, IAsmDialect dialect, AbiFacts abi, string[] patterns)
        => patterns.SelectMany(AsmTestData.Names)
            .Select(name => new ConformanceCase("assembler", recipe, name, () => Run(new AsmTestData(name, dialect, abi))));

    private static CaseResult Run(AsmTestData data)
    {
        SortedDictionary<int, string> problems = data.Run();
        if (data.Checked == 0)
        {
            return CaseResult.Failed("no line has an expectation");
        }
        return problems.Count == 0
            ? CaseResult.Passed
            : CaseResult.Failed(string.Join('\n', problems.Select(p => $"{p.Key}: {p.Value}"))) with { Parts = [.. problems.Keys.Select(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture))] };
    }
}
