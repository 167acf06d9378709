using System.Runtime.CompilerServices;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Targets;
using Go.Compiler.Tests.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Backend;

/// <summary>
/// Golden files of emitted code, <c>Emit/ARCH/NAME.txt</c>: a package after <c>-- go --</c>, then each function after <c>-- SYMBOL --</c> as <see cref="EmittedCode"/> shows it. With
/// <c>GO_BLESS=1</c> the files beside the sources are written anew: read the difference before you keep it.
/// </summary>
public sealed class EmittedCodeTests
{
    public static TheoryData<string, string> Files()
    {
        var data = new TheoryData<string, string>();
        foreach (string arch in new[] { "amd64", "arm64" })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Backend", "Emit", arch), "*.txt").Order(StringComparer.Ordinal))
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
        int start = wanted.IndexOf(SourceMark, StringComparison.Ordinal) + SourceMark.Length, end = wanted.IndexOf("\n-- p.", start, StringComparison.Ordinal);
        string source = wanted[start..(end < 0 ? wanted.Length : end + 1)];
        string actual = wanted[..start] + source + string.Concat(Compile(arch, source).Select(f => $"-- {f.Name} --\n{f.Code}"));
        if (bless)
        {
            File.WriteAllText(file, actual);
        }
        Assert.Equal(wanted, actual);
    }

    private static IEnumerable<(string Name, string Code)> Compile(string arch, string source)
    {
        bool isArm = arch == "arm64";
        Target target = SupportedPlatforms.Find("linux", arch)!;
        var layout = new Layout(target.Abi);
        IrPackage package = BuiltPackage.From(source);
        var sink = new DiagnosticSink();
        var builder = new SsaPackageBuilder(new SsaEnvironment(package.Package, layout, target) { Optimize = true }, f => package.Functions.FirstOrDefault(x => x.Object == f), sink);
        builder.Add(package);
        IReadOnlyList<SsaFunction> functions = builder.Run();
        Assert.False(sink.HasErrors);
        ICodeGenerator generator = isArm ? Arm64Machine.New(layout, verify: true) : Amd64Machine.New(layout, verify: true);
        foreach (SsaFunction f in functions.OrderBy(f => f.Symbol.Name, StringComparer.Ordinal))
        {
            CompiledFunction code = generator.Generate(f);
            yield return (f.Symbol.Name, isArm ? EmittedCode.Arm64(code) : EmittedCode.Amd64(code));
        }
    }

    private static string Sources([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
