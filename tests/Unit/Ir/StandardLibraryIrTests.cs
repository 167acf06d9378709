using Go.Compiler.Check;
using Go.Compiler.Ir;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir;

public sealed class StandardLibraryIrTests
{
    private static IrPackage Build(CheckedPackage package)
        => IrBuilder.Build(package, new IrBuildOptions { Layout = BuiltPackage.Layout, Embed = (_, _, _) => [] });

    [Fact]
    public void Every_package_builds_and_verifies_before_and_after_static_initialisation()
    {
        var library = new StandardLibrary();
        foreach (string path in library.AllPaths())
        {
            library.Load(path);
        }
        int functions = 0;
        foreach ((string path, CheckedPackage? package) in library.Packages)
        {
            Assert.True(package is not null, path);
            IrPackage ir = Build(package!);
            IrVerifier.Verify(ir);
            StaticInitialization.Run(ir, BuiltPackage.Layout);
            if (ir.Init.Body is not null)
            {
                IrVerifier.Verify(ir.Init);
            }
            functions += ir.Functions.Count;
        }
        Assert.True(functions > 20000, $"{functions} functions");
    }

    /// <summary>
    /// What runtime does before its init function must find its tables in place (contract section 8 lists what the original leaves
    /// dynamic).
    /// </summary>
    [Fact]
    public void Package_runtime_keeps_only_the_known_initialisers_dynamic()
    {
        var library = new StandardLibrary();
        library.Load("runtime");
        var bodies = new Dictionary<Function, IrFunction>();
        var built = new Dictionary<string, IrPackage>();
        foreach ((string path, CheckedPackage? package) in library.Packages)
        {
            IrPackage ir = Build(package!);
            built.Add(path, ir);
            foreach (IrFunction function in ir.Functions)
            {
                if (function.Object is { } o)
                {
                    bodies.Add(o, function);
                }
            }
        }
        StaticInitialization.Run(built["runtime"], BuiltPackage.Layout, bodies.GetValueOrDefault);
        string[] places = [.. built["runtime"].Init.Body!.Statements.Select(s => Place(library.Files, s.Pos))];
        Assert.Equal(
            ["float.go:15", "iface.go:336", "iface.go:337", "iface.go:338", "iface.go:339", "iface.go:340", "netpoll.go:732",
                "signal_unix.go:1285", "select.go:26", "select.go:27"],
            places);
    }

    private static string Place(SourceFileTable files, Pos pos)
    {
        (string file, int line, _) = files.Resolve(pos);
        return $"{Path.GetFileName(file)}:{line}";
    }
}
