using Go.Compiler.Backend.Descriptors;
using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Targets;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Emission;

/// <summary>
/// Puts what was compiled in parallel into one package's object, in source order: functions with their tables, and the data they describe.
/// Not thread-safe. Partials: Functions (tables of a function), Data (described data), Globals (package-level variables).
/// </summary>
public sealed partial class PackageEmitter
{
    private readonly ObjectFile _file;
    private readonly Layout _layout;
    private readonly SourceFileTable _sources;
    private readonly AbiFacts _facts;
    private readonly TypeDescriptorEmitter _descriptors;
    private readonly string _path, _symbolPrefix;
    private readonly HashSet<int> _defined = [];
    private readonly Dictionary<string, int> _fileIds = new(StringComparer.Ordinal);
    private readonly Dictionary<StaticValue, SymbolRef> _literals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TypeCacheSymbol, SymbolRef> _typeCaches = [];
    private readonly Dictionary<EdgeCountersSymbol, SymbolRef> _edgeCounters = [];

    /// <param name="file">Receives the symbols.</param>
    /// <param name="package">Package being compiled.</param>
    public PackageEmitter(ObjectFile file, Package package, Layout layout, SourceFileTable sources)
    {
        _file = file;
        _layout = layout;
        _sources = sources;
        _facts = layout.Abi;
        _path = package.Path;
        _symbolPrefix = SymbolNames.EscapePath(package.Path) + ".";
        _descriptors = new TypeDescriptorEmitter(file, layout, package.Path);
    }

    public ObjectFile File => _file;

    /// <summary>Emits descriptors and itabs, and says which functions they still need.</summary>
    public TypeDescriptorEmitter Descriptors => _descriptors;

    /// <summary>Adds a compiled function.</summary>
    public void Emit(CompiledFunction function)
    {
        SsaFunction source = function.Source;
        SymbolRef name = _file.Reference(source.Symbol.Name, AbiOf(source.Symbol.Abi));
        if (!_defined.Add(name.Index))
        {
            throw Diagnostics.Unexpected.State($"function {source.Symbol.Name} is compiled twice");
        }
        var tables = new FunctionTableBuilder(this, function);
        var symbol = new ObjectSymbol(name, SymbolKind.Text)
        {
            Flags = FlagsOf(function),
            Data = tables.Code,
            Size = tables.Code.Length,
            Alignment = function.HasLoop ? _facts.LoopAlignment : _facts.FunctionAlignment,
            Relocations = RelocationsOf(function),
            Function = tables.Build(),
        };
        _file.Symbols.Add(symbol);
        for (int i = 0; i < function.JumpTables.Count; i++)
        {
            EmitJumpTable(CompiledFunction.JumpTableName(source.Symbol.Name, i), name, function.JumpTables[i],
                symbol.Flags & SymbolFlags.DupOk);
        }
    }

    /// <summary>
    /// Addresses inside a function. Definitions of a function that exists several times bring their own tables along: the linker takes both
    /// from the same object.
    /// </summary>
    private void EmitJumpTable(string name, SymbolRef function, int[] pcs, SymbolFlags flags)
    {
        var relocations = new Relocation[pcs.Length];
        for (int i = 0; i < pcs.Length; i++)
        {
            relocations[i] = new Relocation(i * _facts.PointerSize, RelocationKind.Address, function, pcs[i]);
        }
        SymbolRef table = _file.Reference(name);
        _defined.Add(table.Index);
        byte[] data = new byte[pcs.Length * _facts.PointerSize];
        _file.Symbols.Add(new ObjectSymbol(table, SymbolKind.ReadOnly)
        {
            Flags = flags, Data = data, Size = data.Length, Alignment = _facts.PointerSize, Relocations = relocations,
        });
    }

    private static SymbolFlags FlagsOf(CompiledFunction function)
    {
        SsaFunction source = function.Source;
        SymbolFlags flags = function.Flags;
        flags |= source.IsDuplicateOk ? SymbolFlags.DupOk : 0;
        flags |= source.IsWrapper ? SymbolFlags.Wrapper : 0;
        flags |= source.IsAbiWrapper ? SymbolFlags.AbiWrapper | SymbolFlags.DupOk : 0;
        flags |= source.IsMapInitializer ? SymbolFlags.MapInitializer : 0;
        flags |= source.IsReflectMethod ? SymbolFlags.ReflectMethod : 0;
        return flags;
    }

    private Relocation[] RelocationsOf(CompiledFunction function)
    {
        EntityList<LinkMarker> markers = function.Source.Markers;
        var all = new Relocation[markers.Count + function.Relocations.Count];
        int n = 0;
        foreach (LinkMarker marker in markers)
        {
            SymbolRef target = marker.Type is not null ? _descriptors.DescriptorOf(marker.Type) : _file.Reference(marker.Name!);
            all[n++] = new Relocation(0, marker.Kind, target, marker.MethodIndex);
        }
        foreach (CodeRelocation r in function.Relocations)
        {
            all[n++] = new Relocation(r.Offset, r.Kind, Resolve(r.Target), r.Addend);
        }
        return all;
    }

    private SymbolRef Resolve(CodeTarget target)
    {
        if (target.Data is { } data)
        {
            return SymbolOf(data);
        }
        // Markers and thread-local offsets have no target.
        return target.Symbol.Name is null ? default : _file.Reference(target.Symbol.Name, target.Symbol.Abi);
    }

    private static SymbolAbi AbiOf(FunctionAbi abi) => abi == FunctionAbi.Internal ? SymbolAbi.Internal : SymbolAbi.Abi0;

    /// <summary>A shared read-only symbol named after its contents; made once per object.</summary>
    private SymbolRef Shared(string name, SymbolKind kind, byte[] data, int alignment, Relocation[]? relocations = null)
    {
        SymbolRef symbol = _file.Reference(name);
        if (_defined.Add(symbol.Index))
        {
            _file.Symbols.Add(new ObjectSymbol(symbol, kind)
            {
                Flags = SymbolFlags.DupOk, Data = data, Size = data.Length, Alignment = alignment, Relocations = relocations ?? [],
            });
        }
        return symbol;
    }

    private int FileId(string path)
    {
        if (!_fileIds.TryGetValue(path, out int id))
        {
            id = _file.Files.Count;
            _file.Files.Add(path.Length == 0 ? "??" : path); // GO: what a line directive without a name leaves
            _fileIds.Add(path, id);
        }
        return id;
    }
}
