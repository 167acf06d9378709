using Go.Compiler.Backend.Descriptors;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Tests.Link;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Backend.Descriptors;

/// <summary>
/// Descriptors of packages linked into an image without any code: functions they need are empty stubs, and every method is kept.
/// </summary>
internal sealed class LinkedDescriptors
{
    public static readonly Layout Layout = new(SupportedPlatforms.LinuxAmd64.Abi);

    private readonly List<ObjectFile> _objects = [];
    private readonly LinkFixture _entry = new("entry");
    private readonly List<Relocation> _kept = [];

    public List<GeneratedFunction> Generated { get; } = [];
    public byte[] Image { get; private set; } = [];

    /// <summary>Adds a package with descriptors of the given types, which reach interfaces.</summary>
    public TypeDescriptorEmitter Add(string package, params IEnumerable<GoType> types)
    {
        var file = new ObjectFile { PackagePath = package };
        var emitter = new TypeDescriptorEmitter(file, Layout, package);
        if (package == LinkerSymbols.RuntimePackage)
        {
            emitter.EmitPredeclared();
        }
        foreach (GoType type in types)
        {
            Keep(file, emitter.DescriptorOf(type));
        }
        _objects.Add(file);
        return emitter;
    }

    public void Keep(ObjectFile file, SymbolRef symbol)
    {
        SymbolRef own = _entry.Ref(file.Names[symbol.Index].Name);
        _kept.Add(new Relocation(0, RelocationKind.Keep, own, 0));
        _kept.Add(new Relocation(0, RelocationKind.UseInInterface, own, 0));
    }

    public RuntimeTables Link(params TypeDescriptorEmitter[] emitters)
    {
        foreach (TypeDescriptorEmitter emitter in emitters)
        {
            while (emitter.TakeFunction(out GeneratedFunction function))
            {
                Generated.Add(function);
            }
        }
        _entry.Function(LinkFixture.Entry, [0x31, 0xFF, .. LinkFixture.Exit], [.. _kept]).Flags |= SymbolFlags.ReflectMethod;
        AddStubs();
        Image = LinkFixture.Link(LinkFixture.Options(), [.. _objects, _entry.File]);
        var tables = new RuntimeTables(Image);
        Assert.Empty(tables.Check());
        return tables;
    }

    private void AddStubs()
    {
        var seen = new HashSet<string>();
        foreach (ObjectFile file in _objects)
        {
            foreach (SymbolKey key in file.Names.Skip(1))
            {
                if (key.Abi == SymbolAbi.Internal && seen.Add(key.Name))
                {
                    _entry.Function(key.Name, SymbolAbi.Internal, SymbolFlags.None, 0, [0xC3]);
                }
            }
        }
    }
}
