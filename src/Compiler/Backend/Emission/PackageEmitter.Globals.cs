using System.Buffers.Binary;
using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Emission;

public sealed partial class PackageEmitter
{
    /// <summary>Package-level variables with what static initialisation found, and the nameless variables that those point to.</summary>
    public void EmitGlobals(IrPackage package, StaticInitialization statics)
    {
        var values = new Dictionary<Variable, StaticValue>(ReferenceEqualityComparer.Instance);
        foreach ((Variable variable, StaticValue value) in statics.Values)
        {
            values[variable] = value;
        }
        foreach (IrGlobal global in package.Globals)
        {
            StaticValue? value = values.GetValueOrDefault(global.Variable);
            if (global.Embedded is not null)
            {
                EmitEmbedded(global);
            }
            else if (statics.MapInitializers.TryGetValue(global.Variable, out Function? initializer))
            {
                SymbolRef function = _file.Reference(SymbolNames.Of(initializer), AbiOf(initializer.Abi));
                EmitVariable(SymbolNames.Of(global.Variable), global.Variable.Type!, value, FlagsOf(global.Variable), function);
            }
            else if (value is not null || !IsPulled(global.Variable))
            {
                EmitVariable(SymbolNames.Of(global.Variable), global.Variable.Type!, value, FlagsOf(global.Variable));
            }
            else if (_file.IsStandardLibrary)
            {
                // For programs without the package that has the place; where it is there, that one counts.
                EmitVariable(SymbolNames.Of(global.Variable), global.Variable.Type!, value, FlagsOf(global.Variable) | SymbolFlags.DupOk);
            }
        }
        foreach (StaticVariable variable in statics.Anonymous)
        {
            EmitVariable(variable.Symbol, variable.Type, variable.Value, SymbolFlags.None);
        }
    }

    /// <summary>What the linker is to find in libraries of the system.</summary>
    public void EmitDynamicImports(IReadOnlyList<ImportedSymbol> imports)
    {
        foreach (ImportedSymbol import in imports)
        {
            _file.DynamicImports.Add(new DynamicImport(import.Local.Length == 0 ? default : _file.Reference(import.Local), import.Remote,
                import.Library));
        }
    }

    /// <summary>
    /// Stack maps of the arguments of functions that assembly defines, and what traces print of them, under the names the assembler
    /// attaches (contract 5.2, 5.4). Returns the names.
    /// </summary>
    public IReadOnlySet<string> EmitExternalArgumentMaps(IReadOnlyList<Function> externals)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Function f in externals)
        {
            if (f.Abi != FunctionAbi.Abi0)
            {
                continue;
            }
            string name = SymbolNames.Of(f) + LinkerSymbols.ArgumentStackMapSuffix;
            if (names.Add(name))
            {
                AbiAssignment abi = CallingConvention.Assign(_layout, FunctionAbi.Abi0, TypesOf(f.Signature.Parameters),
                    TypesOf(f.Signature.Results));
                EmitArgumentMap(name, abi);
                if (TracebackArguments.Of(abi, _layout) is { } arguments)
                {
                    name = SymbolNames.Of(f) + LinkerSymbols.ArgumentInfoSuffix;
                    names.Add(name);
                    EmitFunctionData(name, arguments.Encoded, 1);
                }
            }
        }
        return names;
    }

    /// <summary>One map of the parameters; with results, a second one that includes them.</summary>
    private void EmitArgumentMap(string name, AbiAssignment abi)
    {
        int bits = (int)(abi.ArgumentWidth / _facts.PointerSize);
        byte[] map = new byte[(bits + 7) / 8];
        MarkPointers(abi.Parameters, map);
        var blob = new List<byte[]> { (byte[])map.Clone() };
        if (abi.Results.Count > 0)
        {
            MarkPointers(abi.Results, map);
            blob.Add(map);
        }
        byte[] data = new byte[8 + blob.Count * map.Length];
        BinaryPrimitives.WriteInt32LittleEndian(data, blob.Count);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), bits);
        for (int i = 0; i < blob.Count; i++)
        {
            blob[i].CopyTo(data, 8 + i * map.Length);
        }
        EmitFunctionData(name, data, 4);
    }

    private void EmitFunctionData(string name, byte[] data, int alignment)
    {
        SymbolRef symbol = _file.Reference(name);
        _defined.Add(symbol.Index);
        _file.Symbols.Add(new ObjectSymbol(symbol, SymbolKind.FuncData) { Data = data, Size = data.Length, Alignment = alignment });
    }

    private void MarkPointers(IReadOnlyList<AbiParameter> parameters, byte[] map)
    {
        var words = new EntityList<long>();
        foreach (AbiParameter p in parameters)
        {
            words.Clear();
            _layout.PointerWords(p.Type, p.StackOffset / _facts.PointerSize, words);
            foreach (long w in words)
            {
                map[w >> 3] |= (byte)(1 << (int)(w & 7));
            }
        }
    }

    private static IReadOnlyList<GoType> TypesOf(TupleType tuple)
    {
        var types = new GoType[tuple.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = tuple.Variables[i].Type!;
        }
        return types;
    }

    /// <summary>A linkname to another package's variable: that package has the place (contract, trap 16).</summary>
    private bool IsPulled(Variable variable)
        => variable.LinkName is { } link && link.Contains('.') && !link.StartsWith(_symbolPrefix, StringComparison.Ordinal);

    private SymbolFlags FlagsOf(Variable variable)
        => SymbolFlags.Variable | (IsCounter(variable) ? SymbolFlags.CoverageCounter : 0)
            | (AliasType.Unalias(variable.Type!) is BasicType { Kind: BasicKind.String } ? SymbolFlags.StringVariable : 0);

    private bool IsCounter(Variable variable)
        => CoverageCounters.IsCounter(_path, variable.Name)
            && AliasType.Unalias(variable.Type!) is ArrayType { Element: BasicType { Kind: BasicKind.Uint32 } };

    /// <param name="kept">What lives as long as the variable does, though nothing in it names it.</param>
    private void EmitVariable(string name, GoType type, StaticValue? value, SymbolFlags flags, SymbolRef kept = default)
    {
        long size = _layout.SizeOf(type);
        bool hasPointers = _layout.HasPointers(type);
        var writer = new StaticDataWriter(this);
        if (value is not null)
        {
            writer.Write(value, 0, size);
        }
        bool isZero = writer.IsZero;
        SymbolRef symbol = _file.Reference(name);
        _defined.Add(symbol.Index);
        _file.Symbols.Add(new ObjectSymbol(symbol, (isZero, hasPointers) switch
        {
            (true, true) => SymbolKind.Bss,
            (true, false) => SymbolKind.NoPointerBss,
            (false, true) => SymbolKind.Data,
            _ => SymbolKind.NoPointerData,
        })
        {
            Flags = flags,
            Size = size,
            Alignment = Math.Max(_layout.AlignOf(type), size >= 16 ? 16 : 1),
            Data = writer.Bytes(),
            Relocations = kept.IsNone ? writer.Relocations() : [new Relocation(0, RelocationKind.Keep, kept, 0), .. writer.Relocations()],
            Pointers = hasPointers ? PointersOf(type) : null,
        });
    }

    /// <summary>Pointer words of a variable; long arrays as one element repeated.</summary>
    private PointerMap PointersOf(GoType type)
    {
        long count = 1;
        GoType element = type;
        while (AliasType.Unalias(element).Underlying is ArrayType { Length: > 0 } array)
        {
            count *= array.Length;
            element = array.Element;
        }
        var words = new EntityList<long>();
        _layout.PointerWords(element, 0, words);
        int elementWords = count == 1 ? (int)(_layout.PointerBytes(element) / 8) : (int)(_layout.SizeOf(element) / 8);
        return new PointerMap(PointerMask.FromWords(words, elementWords), elementWords, count);
    }

    /// <summary>A variable of type string, []byte or embed.FS with <c>//go:embed</c> (contract 7.9).</summary>
    private void EmitEmbedded(IrGlobal global)
    {
        GoType type = global.Variable.Type!;
        string name = SymbolNames.Of(global.Variable);
        IReadOnlyList<(string Name, byte[] Content, bool IsDirectory)> files = global.Embedded!;
        switch (AliasType.Unalias(type).Underlying)
        {
            case BasicType:
                EmitVariable(name, type, files[0].Content.Length == 0 ? null : new StaticString(files[0].Content, type),
                    FlagsOf(global.Variable));
                break;
            case SliceType slice:
                EmitVariable(name, type,
                    new StaticSlice(new StaticPointer(EmbeddedBytes(name, files[0].Content), 0, new PointerType(slice.Element)),
                    files[0].Content.Length, files[0].Content.Length, type), SymbolFlags.Variable);
                break;
            default:
                EmitFileSystem(name, type, files);
                break;
        }
    }

    /// <summary>Writable bytes: a program may change its own copy.</summary>
    private EmbeddedTarget EmbeddedBytes(string name, byte[] content)
    {
        SymbolRef symbol = _file.Reference(name + ".bytes");
        _defined.Add(symbol.Index);
        _file.Symbols.Add(new ObjectSymbol(symbol, SymbolKind.NoPointerData) { Data = content, Size = content.Length, Alignment = 1 });
        return new EmbeddedTarget(symbol);
    }

    private void EmitFileSystem(string name, GoType type, IReadOnlyList<(string Name, byte[] Content, bool IsDirectory)> files)
    {
        const int header = 24, entry = 48, dataAt = 16, hashAt = 32, hashSize = 16;
        byte[] data = new byte[header + entry * files.Count];
        var relocations = new EntityList<Relocation>();
        SymbolRef list = _file.Reference(name + ".files");
        relocations.Add(new Relocation(0, RelocationKind.Address, list, header));
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(8), files.Count);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(16), files.Count);
        for (int i = 0; i < files.Count; i++)
        {
            int at = header + entry * i;
            PutString(System.Text.Encoding.UTF8.GetBytes(files[i].Name), at);
            if (!files[i].IsDirectory)
            {
                PutString(files[i].Content, at + dataAt);
                System.Security.Cryptography.SHA256.HashData(files[i].Content).AsSpan(0, hashSize).CopyTo(data.AsSpan(at + hashAt));
            }
        }
        _defined.Add(list.Index);
        _file.Symbols.Add(new ObjectSymbol(list, SymbolKind.ReadOnly) { Data = data, Size = data.Length, Alignment = 8,
            Relocations = [.. relocations] });
        SymbolRef variable = _file.Reference(name);
        _defined.Add(variable.Index);
        _file.Symbols.Add(new ObjectSymbol(variable, SymbolKind.Data)
        {
            Flags = SymbolFlags.Variable, Data = new byte[8], Size = _layout.SizeOf(type), Alignment = 8,
            Relocations = [new Relocation(0, RelocationKind.Address, list, 0)], Pointers = PointersOf(type),
        });

        void PutString(byte[] text, int at)
        {
            if (text.Length > 0)
            {
                relocations.Add(new Relocation(at, RelocationKind.Address, StringBytes(text), 0));
                BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(at + 8), text.Length);
            }
        }
    }

    /// <summary>A symbol of this object as the target of a static pointer.</summary>
    private sealed class EmbeddedTarget(SymbolRef symbol) : StaticTarget
    {
        public SymbolRef Symbol { get; } = symbol;
    }
}
