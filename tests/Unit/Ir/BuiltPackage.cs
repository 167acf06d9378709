using Go.Compiler.Modules;
using System.Text;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Platforms;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir;

/// <summary>The bound tree of one package without imports, checked for linux/amd64 and verified.</summary>
internal static class BuiltPackage
{
    public static readonly Layout Layout = new(SupportedPlatforms.LinuxAmd64.Abi);

    public static IrPackage From(string source, string goVersion = "go1.27")
        => TryFrom(Encoding.UTF8.GetBytes(source), goVersion, out string errors) ?? throw new InvalidOperationException(errors);

    /// <summary>The bound tree, or null and the errors.</summary>
    public static IrPackage? TryFrom(byte[] source, string goVersion, out string errors)
    {
        var files = new SourceFileTable();
        var sink = new DiagnosticSink();
        int next = 1;
        SyntaxFile file = Parser.ParseFile(files.Add("p.go", "p.go", source), new NameTable(), ref next, sink);
        var options = new CheckOptions
        {
            Target = SupportedPlatforms.LinuxAmd64,
            Importer = path => path == "unsafe" ? Universe.Unsafe : null,
            GoVersion = goVersion,
            HasAssembly = true,
        };
        CheckedPackage package = Checker.Check(new Package(file.PackageName.Value, file.PackageName.Value), [file], next, options, sink);
        errors = string.Join('\n', sink.All.Select(d => $"{d.Pos}: {d.Message}"));
        if (sink.HasErrors)
        {
            return null;
        }
        IrPackage ir = IrBuilder.Build(package, new IrBuildOptions { Layout = Layout });
        IrVerifier.Verify(ir);
        return ir;
    }

    public static IrFunction Function(IrPackage package, string symbol) => package.Functions.Single(f => f.Symbol == symbol);

    public static TypeName TypeNamed(IrPackage package, string name) => (TypeName)package.Package.Scope.Lookup(name)!;
}
