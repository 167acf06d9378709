using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Passes;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Tests.Check;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

public sealed class StandardLibrarySsaTests
{
    /// <summary>
    /// The runtime and all that fmt needs: verified after every pass; nothing implicit in the runtime's heap, no forbidden barriers.
    /// </summary>
    [Fact]
    public void The_runtime_compiles_without_implicit_allocations()
    {
        var library = new StandardLibrary();
        library.Load("fmt");
        Assert.Empty(library.Errors);
        var layout = new Layout(SupportedPlatforms.LinuxAmd64.Abi);
        var trees = new Dictionary<string, IrPackage>();
        var bodies = new Dictionary<Function, IrFunction>(ReferenceEqualityComparer.Instance);
        foreach ((string path, CheckedPackage? package) in library.Packages)
        {
            package!.Package.IsRuntimePackage = RuntimePackages.IsRuntime(path);
            IrPackage tree = IrBuilder.Build(package, new IrBuildOptions { Layout = layout });
            trees.Add(path, tree);
            foreach (IrFunction f in tree.Functions)
            {
                if (f.Object is { } declared)
                {
                    bodies[declared] = f;
                }
            }
        }
        var done = new HashSet<string>();
        var problems = new List<string>();
        foreach (string path in trees.Keys.Order(StringComparer.Ordinal))
        {
            Compile(path);
        }
        Assert.Empty(problems);

        void Compile(string path)
        {
            if (!trees.TryGetValue(path, out IrPackage? tree) || !done.Add(path))
            {
                return;
            }
            // Callees' escape tags first.
            foreach (Package import in tree.Package.Imports)
            {
                Compile(import.Path);
            }
            var sink = new DiagnosticSink();
            var builder = new SsaPackageBuilder(new SsaEnvironment(tree.Package, layout, SupportedPlatforms.LinuxAmd64),
                f => bodies.GetValueOrDefault(f), sink)
            {
                Switches = new PassSwitches { Verify = true },
            };
            builder.Add(tree);
            builder.Run();
            problems.AddRange(builder.Missing.Select(m => "missing " + m));
            problems.AddRange(sink.All.Select(d => $"{library.Files.Resolve(d.Pos)}: {d.Message}"));
        }
    }
}
