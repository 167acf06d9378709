using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

/// <summary>
/// Emits type descriptors, itabs and what they need into one package's object (contract 6, 4.3, 4.9). Named types are emitted where they
/// are declared (ask for each of them once), predeclared ones by package runtime; everything else is a shared definition wherever it is
/// used. Descriptors refer to functions that need code: <see cref="TakeFunction"/> hands them out until nothing is left. Not thread-safe.
/// </summary>
public sealed partial class TypeDescriptorEmitter
{
    private readonly ObjectFile _file;
    private readonly Layout _layout;
    private readonly string _package;
    private readonly Dictionary<GoType, SymbolRef> _byReference = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, SymbolRef> _byName = [];
    private readonly HashSet<string> _requested = [];
    private readonly HashSet<int> _defined = [];
    private readonly Queue<(GoType Type, SymbolRef Symbol, bool NoAlgorithm, string Text)> _pending = new();
    private readonly Queue<GeneratedFunction> _functions = new();
    private bool _isEmitting;

    /// <param name="file">Receives the symbols.</param>
    /// <param name="layout">Sizes on the target.</param>
    /// <param name="package">Package that the object belongs to: its path as the checker has it.</param>
    public TypeDescriptorEmitter(ObjectFile file, Layout layout, string package)
    {
        _file = file;
        _layout = layout;
        _package = package;
    }

    /// <summary>The descriptor of a type; emitted here unless another package does.</summary>
    public SymbolRef DescriptorOf(GoType type)
    {
        if (_byReference.TryGetValue(type, out SymbolRef symbol))
        {
            return symbol;
        }
        GoType actual = AliasType.Unalias(type);
        string link = TypePrinter.LinkString(actual);
        if (_byName.TryGetValue(link, out symbol))
        {
            _byReference.Add(type, symbol);
        }
        else
        {
            symbol = _file.Reference(TypeDescriptors.Prefix + link);
            _byName.Add(link, symbol);
            _byReference.Add(type, symbol);
            if (IsEmittedHere(actual))
            {
                _pending.Enqueue((actual, symbol, false, TypePrinter.RuntimeString(actual)));
                EmitPending();
            }
        }
        return symbol;
    }

    /// <summary>Emits the predeclared types, their pointers and slices: once, in package runtime.</summary>
    public void EmitPredeclared()
    {
        for (BasicKind kind = BasicKind.Bool; kind <= BasicKind.UnsafePointer; kind++)
        {
            EmitWithPointerAndSlice(Universe.Basic(kind));
        }
        EmitWithPointerAndSlice(new InterfaceType([], []));
        EmitWithPointerAndSlice(Universe.Error);
        DescriptorOf(ErrorToString);
    }

    /// <summary>The next function that must be compiled into this package; false when there are none at the moment.</summary>
    public bool TakeFunction(out GeneratedFunction function) => _functions.TryDequeue(out function!);

    /// <summary>The hash that descriptor and itabs of a type carry: equal for identical types (contract 6.2).</summary>
    public static uint HashOf(GoType type)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(TypePrinter.LinkString(type)), digest);
        return BinaryPrimitives.ReadUInt32LittleEndian(digest) ^ 0xFF;
    }

    /// <summary>func(error) string: part of what package runtime emits.</summary>
    private static SignatureType ErrorToString { get; } = new()
    {
        Parameters = new TupleType([new Variable(default, null, "", Universe.Error, VariableKind.Parameter)]),
        Results = new TupleType([new Variable(default, null, "", Universe.String, VariableKind.Result)]),
    };

    private void EmitWithPointerAndSlice(GoType type)
    {
        DescriptorOf(type);
        DescriptorOf(new PointerType(type));
        DescriptorOf(new SliceType(type));
    }

    /// <summary>Pointers to named types go with the type.</summary>
    private bool IsEmittedHere(GoType type)
    {
        GoType subject = type;
        if (type is PointerType pointer && AliasType.Unalias(pointer.Element) is NamedType or BasicType)
        {
            subject = AliasType.Unalias(pointer.Element);
        }
        if (IsPredeclared(subject))
        {
            return _package == LinkerSymbols.RuntimePackage;
        }
        if (subject is NamedType named && named.TypeArguments.Count + named.EnclosingArguments.Count == 0)
        {
            return named.Name.Package?.Path == _package;
        }
        return true;
    }

    private static bool IsPredeclared(GoType type)
    {
        if (type is SignatureType signature)
        {
            return TypeIdentity.Identical(signature, ErrorToString);
        }
        if (type is SliceType slice)
        {
            type = AliasType.Unalias(slice.Element);
        }
        return type switch
        {
            BasicType => true,
            NamedType named => named.Name.Package is null,
            InterfaceType i => TypeSets.Of(i) is { IsAll: true },
            _ => false,
        };
    }

    /// <summary>Nested requests queue up, so that deep type graphs do not become deep stacks.</summary>
    private void EmitPending()
    {
        if (_isEmitting)
        {
            return;
        }
        _isEmitting = true;
        while (_pending.TryDequeue(out var next))
        {
            EmitDescriptor(next.Type, next.Symbol, next.NoAlgorithm, next.Text);
        }
        _isEmitting = false;
    }

    /// <summary>Whether descriptors of this very type may also be emitted by other packages.</summary>
    private static bool IsShared(GoType type)
    {
        GoType subject = type is PointerType pointer && AliasType.Unalias(pointer.Element) is NamedType or BasicType
            ? AliasType.Unalias(pointer.Element) : type;
        return subject is NamedType named ? named.TypeArguments.Count + named.EnclosingArguments.Count != 0 : subject is not BasicType
            && !IsPredeclared(subject);
    }

    private void Request(GeneratedFunction function)
    {
        if (_requested.Add(function.Symbol))
        {
            _functions.Enqueue(function);
        }
    }

    /// <summary>Adds a shared symbol once per object.</summary>
    private SymbolRef DefineShared(string name, SymbolKind kind, byte[] data, int alignment, Relocation[]? relocations = null,
        long size = 0)
    {
        SymbolRef symbol = _file.Reference(name);
        if (_defined.Add(symbol.Index))
        {
            _file.Symbols.Add(new ObjectSymbol(symbol, kind)
            {
                Flags = SymbolFlags.DupOk, Data = data, Size = Math.Max(size, data.Length), Alignment = alignment, Relocations = relocations
                    ?? [],
            });
        }
        return symbol;
    }
}
