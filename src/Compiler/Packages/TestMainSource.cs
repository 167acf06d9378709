using System.Globalization;
using System.Text;

namespace Go.Compiler.Packages;

/// <summary>Writes the main package of a test program: it hands the functions of the test files to package testing.</summary>
internal static class TestMainSource
{
    /// <summary>
    /// What a test program's main package imports besides the packages under test. The runtime is in every program; here it must be the one
    /// that the tests see.
    /// </summary>
    public static IReadOnlyList<string> ImportsOf(IReadOnlyList<TestedPackage> packages)
        => TestMainOf(packages) is null ? ["os", "runtime", "testing", "testing/internal/testdeps"]
            : ["os", "reflect", "runtime", "testing", "testing/internal/testdeps"];

    /// <summary>What Go's own main packages of tests import, which are what listings tell of.</summary>
    public static IReadOnlyList<string> ListedImports { get; } = ["os", "reflect", "testing", "testing/internal/testdeps"];

    /// <summary>A package whose tests are run, as main imports it.</summary>
    /// <param name="Path">Import path.</param>
    /// <param name="Name">Name that main gives it.</param>
    /// <param name="Functions">What its files declare, in order of files.</param>
    public sealed record TestedPackage(string Path, string Name, IReadOnlyList<TestFunction> Functions);

    /// <summary>What a test program is to say of statements that it counted.</summary>
    /// <param name="Mode"><c>set</c>, <c>count</c> or <c>atomic</c>.</param>
    /// <param name="Where">Words behind the percentage; empty: in the package under test.</param>
    /// <param name="Packages">The packages that count.</param>
    public sealed record Coverage(string Mode, string Where, IReadOnlyList<string> Packages);

    /// <summary>The text of the file.</summary>
    /// <param name="importPath">Path of the package under test, as benchmarks print it; empty for files named one by one.</param>
    /// <param name="modulePath">Path of its module; empty for the standard library.</param>
    /// <param name="packages">What is tested.</param>
    /// <param name="coverage">Null: no statements are counted.</param>
    public static byte[] Write(string importPath, string modulePath, IReadOnlyList<TestedPackage> packages, Coverage? coverage)
    {
        var text = new StringBuilder("package main\n\nimport (\n");
        foreach (string path in ImportsOf(packages))
        {
            text.Append(CultureInfo.InvariantCulture, $"\t{(path == "runtime" ? "_ " : "")}{Quote(path)}\n");
        }
        foreach (TestedPackage p in packages)
        {
            text.Append(CultureInfo.InvariantCulture, $"\t{(p.Functions.Count > 0 ? p.Name : "_")} {Quote(p.Path)}\n");
        }
        text.Append(coverage is null ? ")\n\n" : "\t\"internal/coverage/cfile\"\n)\n\n");
        WriteList(text, "tests", "InternalTest", packages, TestFunctionKind.Test);
        WriteList(text, "benchmarks", "InternalBenchmark", packages, TestFunctionKind.Benchmark);
        WriteList(text, "fuzzTargets", "InternalFuzzTarget", packages, TestFunctionKind.FuzzTarget);
        WriteList(text, "examples", "InternalExample", packages, TestFunctionKind.Example);
        text.Append(CultureInfo.InvariantCulture,
            $"func init() {{\n\ttestdeps.ModulePath = {Quote(modulePath)}\n\ttestdeps.ImportPath = {Quote(importPath)}\n");
        WriteCoverage(text, coverage);
        text.Append("}\n\n");
        text.Append("func main() {\n\tm := testing.MainStart(testdeps.TestDeps{}, tests, benchmarks, fuzzTargets, examples)\n");
        text.Append(TestMainOf(packages) is { } own
            ? $"\t{own}(m)\n\tos.Exit(int(reflect.ValueOf(m).Elem().FieldByName(\"exitCode\").Int()))\n"
            : "\tos.Exit(m.Run())\n");
        return Encoding.UTF8.GetBytes(text.Append("}\n").ToString());
    }

    private static void WriteCoverage(StringBuilder text, Coverage? coverage)
    {
        if (coverage is null)
        {
            return;
        }
        text.Append(CultureInfo.InvariantCulture,
            $"\tcfile.InitHook(true)\n\ttestdeps.CoverMode = {Quote(coverage.Mode)}\n\ttestdeps.Covered = {Quote(coverage.Where)}\n");
        text.Append("\ttestdeps.CoverSelectedPackages = []string{").AppendJoin(", ", coverage.Packages.Select(Quote)).Append("}\n");
        text.Append("\ttestdeps.CoverSnapshotFunc = cfile.Snapshot\n\ttestdeps.CoverProcessTestDirFunc = cfile.ProcessCoverTestDir\n\ttestdeps.CoverMarkProfileEmittedFunc = cfile.MarkProfileEmitted\n");
    }

    private static void WriteList(StringBuilder text, string name, string type, IReadOnlyList<TestedPackage> packages,
        TestFunctionKind kind)
    {
        text.Append(CultureInfo.InvariantCulture, $"var {name} = []testing.{type}{{\n");
        foreach (TestedPackage p in packages)
        {
            foreach (TestFunction f in p.Functions)
            {
                if (f.Kind == kind)
                {
                    text.Append(CultureInfo.InvariantCulture, $"\t{{{Quote(f.Name)}, {p.Name}.{f.Name}");
                    text.Append(kind == TestFunctionKind.Example
                        ? $", {Quote(f.Output)}, {(f.IsUnordered ? "true" : "false")}}},\n" : "},\n");
                }
            }
        }
        text.Append("}\n\n");
    }

    private static string? TestMainOf(IReadOnlyList<TestedPackage> packages)
    {
        foreach (TestedPackage p in packages)
        {
            foreach (TestFunction f in p.Functions)
            {
                if (f.Kind == TestFunctionKind.Main)
                {
                    return $"{p.Name}.{f.Name}";
                }
            }
        }
        return null;
    }

    /// <summary>A Go string literal of ASCII characters only.</summary>
    internal static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (Rune rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => text.Append('\\').Append((char)rune.Value),
                '\n' => text.Append("\\n"),
                >= ' ' and < 0x7f => text.Append((char)rune.Value),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }
        return text.Append('"').ToString();
    }
}
