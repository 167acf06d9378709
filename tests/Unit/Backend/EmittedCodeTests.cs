using System.Runtime.CompilerServices;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Targets;
using Go.Compiler.Tests.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Backend;

/// <summary>
/// Golden files of emitted code, <c>Emit/ARCH/NAME.txt</c>: a package after <c>-- go --</c>, then each function after <c>-- SYMBOL --</c>
/// as <see cref="EmittedCode"/> shows it. With <c>GO_BLESS=1</c> the files beside the sources are written anew: read the difference before
/// you keep it.
/// </summary>
public sealed class EmittedCodeTests
{
    public static TheoryData<string, string> Files()
    {
        var data = new TheoryData<string, string>();
        foreach (string arch in new[] { "amd64", "arm64" })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Backend", "Emit", arch), "*.txt")
                .Order(StringComparer.Ordinal))
            {
                data.Add(arch, Path.GetFileNameWithoutExtension(file));
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Code_is_as_in_its_file(string arch, string name)
    {
        bool bless = Environment.GetEnvironmentVariable("GO_BLESS") == "1";
        string file = Path.Combine(bless ? Sources() : Path.Combine(AppContext.BaseDirectory, "Backend"), "Emit", arch, name + ".txt");
        string wanted = File.ReadAllText(file);
        const string SourceMark = "-- go --\n";
        int start = wanted.IndexOf(SourceMark, StringComparison.Ordinal) + SourceMark.Length,
            end = wanted.IndexOf("\n-- ", start, StringComparison.Ordinal);
        string source = wanted[start..(end < 0 ? wanted.Length : end + 1)];
        string actual = wanted[..start] + source + string.Concat(Compile(arch, source).Select(f => $"-- {f.Name} --\n{f.Code}"));
        if (bless)
        {
            File.WriteAllText(file, actual);
        }
        Assert.Equal(wanted, actual);
    }

    /// <summary>
    /// The runtime looks up a frame's size by return addresses: behind a call that does not return must not be another depth, or nothing.
    /// </summary>
    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void Return_addresses_of_panics_have_the_depth_of_the_body(string arch)
    {
        const string Source =
            "package p\nfunc f(s []int, i, j int) int { return s[i] + s[j:][0] / i }\nfunc g(i int) {\n\tif i == 0 {\n\t\tpanic(1)\n\t}\n}";
        int calls = 0;
        foreach (CompiledFunction f in Functions(arch, Source))
        {
            foreach (CodeRelocation r in f.Relocations.Where(r => r.Kind == RelocationKind.Call && r.Target.Symbol.Name is { } name
                && name.Contains("anic", StringComparison.Ordinal)))
            {
                calls++;
                int back = r.Offset + 4;
                Assert.InRange(back, 1, f.Code.Length - 1);
                var depth = new PcValueReader(f.PcSp, SupportedPlatforms.Find("linux", arch)!.Abi.PcQuantum);
                while (depth.Next() && depth.End <= back)
                {
                }
                Assert.Equal(f.FrameSize, depth.Value);
            }
        }
        Assert.True(calls >= 4, $"{calls} calls");
    }

    private static IEnumerable<(string Name, string Code)> Compile(string arch, string source)
        => Functions(arch, source).Select(f => (f.Source.Symbol.Name, arch == "arm64" ? EmittedCode.Arm64(f) : EmittedCode.Amd64(f)));

    private static IEnumerable<CompiledFunction> Functions(string arch, string source)
    {
        Target target = SupportedPlatforms.Find("linux", arch)!;
        var layout = new Layout(target.Abi);
        IrPackage package = BuiltPackage.From(source);
        var sink = new DiagnosticSink();
        var builder = new SsaPackageBuilder(new SsaEnvironment(package.Package, layout, target) { Optimize = true,
            UsesSizeClasses = true }, f => package.Functions.FirstOrDefault(x => x.Object == f), sink);
        builder.Add(package);
        IReadOnlyList<SsaFunction> functions = builder.Run();
        Assert.False(sink.HasErrors);
        ICodeGenerator generator = arch == "arm64" ? Arm64Machine.New(layout, verify: true)
            : Amd64Machine.New(layout, Amd64ThreadLocal.InFs, verify: true);
        foreach (SsaFunction f in functions.OrderBy(f => f.Symbol.Name, StringComparer.Ordinal))
        {
            yield return generator.Generate(f);
        }
    }

    private static string Sources([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
