using Go.Compiler.Backend.Descriptors;
using Go.Compiler.Check;
using Go.Compiler.Ir;
using Go.Compiler.Tests.Check;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Backend.Descriptors;

/// <summary>Descriptors of all types that real packages declare, linked and walked as the runtime does.</summary>
public sealed class StandardLibraryDescriptorTests
{
    [Fact]
    public void All_declared_types_link_and_the_runtimes_walk_finds_them()
    {
        var library = new StandardLibrary();
        foreach (string path in (string[])["fmt", "reflect", "text/template", "encoding/json"])
        {
            library.Load(path);
        }
        Assert.Empty(library.Errors);
        var linked = new LinkedDescriptors();
        var emitters = new List<TypeDescriptorEmitter>();
        int declared = 0;
        foreach ((string path, CheckedPackage? package) in library.Packages.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            IrPackage ir = IrBuilder.Build(package!, new IrBuildOptions { Layout = LinkedDescriptors.Layout });
            emitters.Add(linked.Add(path, ir.Types));
            declared += ir.Types.Count;
        }
        RuntimeTables tables = linked.Link([.. emitters]);
        Assert.True(declared > 500, $"{declared} types");
        Assert.Contains("*fmt.pp", tables.TypelinkNames);
        Assert.Contains("func() string", tables.TypelinkNames);
        Assert.DoesNotContain(tables.TypelinkNames, name => name.Contains("map.group", StringComparison.Ordinal));
        Assert.Single(tables.TypelinkNames, name => name == "[]string");
        Assert.Contains(linked.Generated, g => g is GeneratedMethod { Symbol: "reflect.(*structType).Align" });
        Assert.Contains(linked.Generated, g => g is GeneratedInstance { TypeArguments.Count: > 0 });
    }
}
