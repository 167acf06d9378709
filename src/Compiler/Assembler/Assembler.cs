using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Targets;
using Go.Compiler.Text;

namespace Go.Compiler.Assembler;

/// <summary>
/// Assembles a package's .s files into its object file, after the Go files were compiled and go_asm.h is known (contract 9).
/// </summary>
public sealed partial class Assembler
{
    private readonly IAsmDialect _dialect;
    private readonly AssemblerOptions _options;
    private readonly ObjectFile _output;
    private readonly DiagnosticSink _sink;
    private readonly AbiFacts _abi;
    private readonly HashSet<AsmSymbol> _defined = [];
    private readonly HashSet<string> _pool = [];
    private readonly Dictionary<string, int> _files = [];
    private string _fileName = "";

    private Assembler(IAsmDialect dialect, AbiFacts abi, AssemblerOptions options, ObjectFile output, DiagnosticSink sink)
    {
        _dialect = dialect;
        _abi = abi;
        _options = options;
        _output = output;
        _sink = sink;
        for (int i = 0; i < output.Files.Count; i++)
        {
            _files[output.Files[i]] = i;
        }
    }

    /// <summary>
    /// Adds the symbols of <paramref name="files"/> to <paramref name="output"/>; findings go to <paramref name="sink"/>.
    /// </summary>
    public static void Assemble(IReadOnlyList<SourceFile> files, IAsmDialect dialect, AbiFacts abi, AssemblerOptions options,
        ObjectFile output, DiagnosticSink sink)
    {
        var assembler = new Assembler(dialect, abi, options, output, sink);
        foreach (SourceFile file in files)
        {
            assembler.File(file);
        }
    }

    private void File(SourceFile source)
    {
        _fileName = Path.GetFileName(source.Path);
        AsmFile file = AsmParser.Parse(source, _dialect, _options, _sink);
        if (_sink.HasErrors)
        {
            return;
        }
        var threadLocals = new HashSet<AsmSymbol>();
        foreach (AsmGlobal global in file.Globals)
        {
            if (Kind(global.Flags, false) == SymbolKind.TlsBss)
            {
                threadLocals.Add(global.Symbol);
            }
        }
        foreach (AsmFunction function in file.Functions)
        {
            function.ThreadLocals = threadLocals;
            function.IsDynamicLink = _options.IsDynamicLink;
            Function(function);
        }
        Data(file);
    }

    private void Function(AsmFunction function)
    {
        Declare(function.Symbol, function.Position);
        if (function.Statements.Count == 0)
        {
            return;
        }
        var code = new AsmCode((descriptor, position, message) => _sink.Report(descriptor, position.Pos, message));
        int before = _sink.ErrorCount;
        CollectFuncData(function, code);
        _dialect.Assemble(function, code);
        if (_sink.ErrorCount == before)
        {
            _output.Symbols.Add(Emit(function, code));
            EmitPool(code);
        }
    }

    private void Declare(AsmSymbol symbol, AsmPosition position)
    {
        // File-local names of different files are different symbols.
        AsmSymbol key = symbol.IsFileLocal ? symbol with { Name = LocalName(symbol) } : symbol;
        if (!_defined.Add(key))
        {
            _sink.Report(Catalogue.AssemblyRedeclared, position.Pos, $"symbol {symbol.Name} redeclared");
        }
    }

    private string LocalName(AsmSymbol symbol) => $"{symbol.Name}<>{_options.PackagePath}/{_fileName}";

    private SymbolRef Reference(AsmSymbol symbol) => symbol.IsFileLocal ? _output.Reference(LocalName(symbol))
        : _output.Reference(symbol.Name, symbol.Abi);

    private ObjectSymbol Emit(AsmFunction function, AsmCode code)
    {
        SymbolFlags flags = code.Flags | SymbolFlags.Assembly | (function.Symbol.IsFileLocal ? SymbolFlags.FileLocal : 0);
        flags |= (function.Flags & AsmFlags.DupOk) != 0 ? SymbolFlags.DupOk : 0;
        flags |= (function.Flags & AsmFlags.Wrapper) != 0 ? SymbolFlags.Wrapper : 0;
        flags |= (function.Flags & AsmFlags.AbiWrapper) != 0 ? SymbolFlags.AbiWrapper : 0;
        flags |= (function.Flags & AsmFlags.TopFrame) != 0 ? SymbolFlags.TopFrame : 0;
        flags |= (function.Flags & AsmFlags.NeedsContext) != 0 ? SymbolFlags.NeedsContext : 0;
        flags |= (function.Flags & AsmFlags.ReflectMethod) != 0 ? SymbolFlags.ReflectMethod : 0;
        return new ObjectSymbol(Reference(function.Symbol), SymbolKind.Text)
        {
            Flags = flags,
            Alignment = code.Alignment,
            Size = code.Bytes.Length,
            Data = code.Bytes,
            Relocations = Relocations(code.Relocations),
            Function = Tables(function, code),
        };
    }

    private Relocation[] Relocations(List<AsmRelocation> relocations)
    {
        var result = new Relocation[relocations.Count];
        for (int i = 0; i < result.Length; i++)
        {
            AsmRelocation r = relocations[i];
            result[i] = new Relocation(r.Offset, r.Kind, r.Target.Name.Length == 0 ? default : Reference(r.Target), r.Addend);
        }
        return result;
    }

    /// <summary>Constants in memory, and words that hold addresses; packages and files that have the same ones share them.</summary>
    private void EmitPool(AsmCode code)
    {
        foreach ((AsmSymbol slot, AsmSymbol target) in code.AddressSlots)
        {
            if (_pool.Add(slot.Name))
            {
                _output.Symbols.Add(new ObjectSymbol(Reference(slot), SymbolKind.ReadOnly)
                {
                    Flags = SymbolFlags.DupOk, Alignment = _abi.PointerSize, Size = _abi.PointerSize, Data = new byte[_abi.PointerSize],
                    Relocations = [new Relocation(0, RelocationKind.Address, Reference(target), 0)],
                });
            }
        }
        foreach (AsmSymbol symbol in code.PoolOrder)
        {
            if (_pool.Add(symbol.Name))
            {
                byte[] bytes = code.PoolBytes(symbol);
                _output.Symbols.Add(new ObjectSymbol(Reference(symbol), SymbolKind.ReadOnly)
                {
                    Flags = SymbolFlags.DupOk, Alignment = bytes.Length, Size = bytes.Length, Data = bytes,
                });
            }
        }
    }
}
