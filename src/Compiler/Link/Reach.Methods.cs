using System.Text;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

internal sealed partial class Reach
{
    /// <summary>Bytes of a method of abi.InterfaceType: name and type (contract 6.1).</summary>
    private const int InterfaceMethodSize = 8;

    private readonly Dictionary<string, int> _methodNames = [];
    private readonly Dictionary<int, (int Id, bool IsExported)> _decodedNames = [];

    /// <summary>A method of a type that reaches interfaces; <paramref name="Name"/> is an id of <see cref="MethodNameId"/>.</summary>
    private readonly record struct MethodCandidate(int Type, int Name, bool IsExported, int FunctionType, int InterfaceFunction,
        int DirectFunction);

    private static ulong Key(int name, int functionType) => ((ulong)(uint)name << 32) | (uint)functionType;

    private MethodCandidate CandidateOf(int type, Relocation[] relocations, int first, int[] map)
    {
        if (first == 0 || first + 2 >= relocations.Length || relocations[first - 1].Offset != relocations[first].Offset - 4)
        {
            throw Unexpected.State($"method table of {_session.NameOf(type)} is incomplete");
        }
        (int name, bool isExported) = DecodeName(map[relocations[first - 1].Target.Index]);
        return new MethodCandidate(
            type, name, isExported, map[relocations[first].Target.Index], map[relocations[first + 1].Target.Index],
            map[relocations[first + 2].Target.Index]);
    }

    /// <summary>The type itself, or the concrete type of an itab.</summary>
    private int TypeOf(int symbol)
    {
        ObjectSymbol? definition = _session.Definitions[symbol];
        if (definition is { Kind: SymbolKind.Itab })
        {
            return TargetAt(symbol, definition, TypeDescriptors.ItabType, out _);
        }
        return definition is null or { Kind: SymbolKind.TypeDescriptor } ? symbol
            : throw Unexpected.State($"{_session.NameOf(symbol)} is used as a type");
    }

    private ulong InterfaceMethod(int interfaceType, int index)
    {
        if (_session.Definitions[interfaceType] is not { } definition)
        {
            Mark(interfaceType, 0);
            return 0;
        }
        TargetAt(interfaceType, definition, TypeDescriptors.InterfaceMethods, out long table);
        int at = (int)table + index * InterfaceMethodSize;
        (int name, _) = DecodeName(TargetAt(interfaceType, definition, at, out _));
        return Key(name, TargetAt(interfaceType, definition, at + 4, out _));
    }

    private int TargetAt(int symbol, ObjectSymbol definition, int offset, out long addend)
    {
        Relocation[] relocations = definition.Relocations;
        int low = 0, high = relocations.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (relocations[middle].Offset == offset && relocations[middle].Size != 0)
            {
                addend = relocations[middle].Addend;
                return _session.Resolve(symbol, relocations[middle].Target);
            }
            if (relocations[middle].Offset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        throw Unexpected.State($"{_session.NameOf(symbol)} has no relocation at {offset}");
    }

    /// <summary>A name symbol: flag byte (bit 0: exported), length, text.</summary>
    private (int Id, bool IsExported) DecodeName(int symbol)
    {
        if (_decodedNames.TryGetValue(symbol, out (int, bool) known))
        {
            return known;
        }
        byte[] data = _session.Definitions[symbol]?.Data ?? throw Unexpected.State($"method name {_session.NameOf(symbol)} is not defined");
        int at = 1;
        int length = (int)Leb128.Read(data, ref at);
        (int, bool) result = (MethodNameId(Encoding.UTF8.GetString(data, at, length)), (data[0] & 1) != 0);
        _decodedNames.Add(symbol, result);
        return result;
    }

    private int MethodNameId(string name)
    {
        if (!_methodNames.TryGetValue(name, out int id))
        {
            _methodNames.Add(name, id = _methodNames.Count + 1);
        }
        return id;
    }
}
