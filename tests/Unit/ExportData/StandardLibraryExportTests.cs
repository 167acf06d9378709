using Go.Compiler.Check;
using Go.Compiler.ExportData;
using Go.Compiler.Ir;
using Go.Compiler.Tests.Check;
using Go.Compiler.Tests.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Export;

public sealed class StandardLibraryExportTests
{
    /// <summary>Bound trees of every function of a package: more than importers ever get, as a test of all that Go can express.</summary>
    private static Dictionary<Function, IrFunction> Bodies(CheckedPackage package)
    {
        IrPackage ir = IrBuilder.Build(package, new IrBuildOptions { Layout = BuiltPackage.Layout, Embed = (_, _, _) => [] });
        Dictionary<Function, IrFunction> bodies = [];
        foreach (IrFunction f in ir.Functions)
        {
            if (f.Object is { Name: not "init" } o)
            {
                bodies.Add(o, f);
            }
        }
        return bodies;
    }

    /// <summary>All packages, dependencies first.</summary>
    private static List<(string Path, CheckedPackage Package)> LoadAll(StandardLibrary library)
    {
        foreach (string path in library.AllPaths().Where(p => p != "unsafe"))
        {
            library.Load(path);
        }
        List<(string Path, CheckedPackage Package)> ordered = [];
        HashSet<string> seen = [];
        void Add(string path)
        {
            if (seen.Add(path))
            {
                CheckedPackage package = library.Packages[path]!;
                foreach (Package import in package.Package.Imports)
                {
                    Add(import.Path);
                }
                ordered.Add((path, package));
            }
        }
        foreach (string path in library.Packages.Keys)
        {
            Add(path);
        }
        return ordered;
    }

    [Fact]
    public void Every_package_comes_back_with_all_its_bodies_to_the_byte()
    {
        var library = new StandardLibrary();
        Dictionary<string, byte[]> parts = [];
        foreach ((string path, CheckedPackage package) in LoadAll(library))
        {
            Dictionary<Function, IrFunction> bodies = Bodies(package);
            parts.Add(path, ExportWriter.Write(package.Package, library.Files, bodies.GetValueOrDefault).Bytes);
        }
        PackageTable table = new(new SourceFileTable(), parts.GetValueOrDefault);
        int functions = 0;
        foreach (string path in parts.Keys)
        {
            Package read = table.Import(path);
            ExportedPackage again = ExportWriter.Write(read, table.Files, f =>
            {
                IrFunction? body = table.BodyOf(f);
                functions += body is null ? 0 : 1;
                return body;
            });
            Assert.True(parts[path].AsSpan().SequenceEqual(again.Bytes), path);
        }
        Assert.True(functions > 10000, $"{functions} functions");
    }

    [Fact]
    public void Packages_check_against_interface_parts_as_against_sources()
    {
        var sources = new StandardLibrary();
        var imported = new StandardLibrary();
        Dictionary<string, byte[]> parts = [];
        PackageTable table = new(new SourceFileTable(), parts.GetValueOrDefault);
        foreach ((string path, CheckedPackage package) in LoadAll(sources))
        {
            Dictionary<Function, IrFunction> bodies = Bodies(package);
            IrFunction? Generic(Function f) => bodies.TryGetValue(f, out IrFunction? b) && b.IsGeneric ? b : null;
            byte[] part = ExportWriter.Write(package.Package, sources.Files, Generic).Bytes;
            // The same package checked with imports read from bytes has the same interface.
            CheckedPackage again = imported.CheckAlone(path,
                p => p == "unsafe" ? Universe.Unsafe : table.Find(p) ?? table.Import(parts.ContainsKey(p) ? p : "vendor/" + p));
            Assert.Empty(imported.Errors);
            Dictionary<Function, IrFunction> bodiesAgain = Bodies(again);
            byte[] partAgain = ExportWriter.Write(again.Package, imported.Files,
                f => bodiesAgain.TryGetValue(f, out IrFunction? b) && b.IsGeneric ? b : null).Bytes;
            Assert.True(part.AsSpan().SequenceEqual(partAgain), path);
            parts.Add(path, part);
        }
    }
}
