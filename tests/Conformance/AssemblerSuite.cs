using System.Globalization;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Assembler;
using Go.Compiler.Platforms;
using Go.Compiler.Targets;
using Go.Compiler.Tests.Assembler;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// The original assembler's test data, a case a file, the lines that differ as its parts; and where the original toolchain is there
/// (eng/get-go.sh --oracle), every assembly file of std compared with what the original assembler makes of it.
/// </summary>
internal static class AssemblerSuite
{
    private static readonly Amd64AsmDialect s_amd64 = new(Amd64ThreadLocal.InFs);
    private static readonly Arm64AsmDialect s_arm64 = new();

    /// <summary>There is no such platform yet: these are the facts that the assembler asks for.</summary>
    private static readonly Target s_linuxArm64 = Arm64Facts.With("linux");

    public static IEnumerable<ConformanceCase> Cases(string workFolder)
        => TestData("amd64", s_amd64, Amd64Facts.Abi, ["amd64*.s", "avx512enc/*.s", "buildtagerror.s", "duperror.s"])
            .Concat(TestData("arm64", s_arm64, Arm64Facts.Abi, ["arm64*.s"]))
            .Concat(Std("amd64", s_amd64, SupportedPlatforms.LinuxAmd64, ["GOAMD64_v1"], workFolder, isDynamicLink: false))
            .Concat(Std("arm64", s_arm64, s_linuxArm64, [], workFolder, isDynamicLink: false))
            .Concat(Std("amd64", s_amd64, SupportedPlatforms.LinuxAmd64, ["GOAMD64_v1"], workFolder, isDynamicLink: true))
            .Concat(Std("arm64", s_arm64, s_linuxArm64, [], workFolder, isDynamicLink: true));

    private static IEnumerable<ConformanceCase> TestData(string recipe, IAsmDialect dialect, AbiFacts abi, string[] patterns)
        => patterns.SelectMany(AsmTestData.Names).Select(name
            => new ConformanceCase("assembler", recipe, name, () => Run(new AsmTestData(name, dialect, abi))));

    private static CaseResult Run(AsmTestData data)
    {
        SortedDictionary<int, string> problems = data.Run();
        if (data.Checked == 0)
        {
            return CaseResult.Failed("no line has an expectation");
        }
        return problems.Count == 0
            ? CaseResult.Passed
            : CaseResult.Failed(string.Join('\n', problems.Select(p => $"{p.Key}: {p.Value}")))
            with { Parts = [.. problems.Keys.Select(k => k.ToString(CultureInfo.InvariantCulture))] };
    }

    private static IEnumerable<ConformanceCase> Std(string architecture, IAsmDialect dialect, Target target, string[] defines,
        string workFolder, bool isDynamicLink)
    {
        string flag = isDynamicLink ? " -dynlink" : "";
        var oracle = new Lazy<AssemblerOracle>(()
            => new AssemblerOracle(dialect, target, defines, Path.Combine(workFolder, architecture + flag), isDynamicLink));
        return StdAssemblyFiles.Of(architecture).Select(file
            => new ConformanceCase("assembler", "std " + architecture + flag, $"{architecture}{flag}/{file}", () =>
        {
            if (AssemblerOracle.Program is null)
            {
                return CaseResult.Skipped("the original toolchain is not there");
            }
            List<string> problems = oracle.Value.Compare(file);
            return problems.Count == 0 ? CaseResult.Passed : CaseResult.Failed(string.Join('\n', problems.Take(8)));
        }));
    }
}
