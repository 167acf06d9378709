using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.RuntimeContract;

/// <summary>
/// What stack traces print of a function's arguments (FUNCDATA ArgInfo, contract 5.4): a stream of bytes that lists the parts of all
/// parameters, each by the offset and size of its place in the argument area, with operators for braces and for what is left out.
/// </summary>
public sealed class TracebackArguments
{
    private const int MaxParts = 10, MaxDepth = 5;
    private const byte End = 0xff, Open = 0xfe, Close = 0xfd, More = 0xfc, TooFar = 0xfb;

    /// <summary>Offsets from here on have no code of their own.</summary>
    private const int FirstOperator = 0xf0;

    private readonly Layout _layout;
    private readonly List<byte> _bytes = [];
    private readonly EntityList<int> _offsets = [];
    private int _parts;

    private TracebackArguments(Layout layout) => _layout = layout;

    /// <summary>The stream with its end.</summary>
    public byte[] Encoded => [.. _bytes];

    /// <summary>Offsets in the argument area of the parts that are printed, in the order in which they are.</summary>
    public IReadOnlyList<int> Offsets => _offsets;

    /// <summary>Describes the parameters of a signature; null when it has none.</summary>
    public static TracebackArguments? Of(AbiAssignment abi, Layout layout)
    {
        if (abi.Parameters.Count == 0)
        {
            return null;
        }
        var arguments = new TracebackArguments(layout);
        foreach (AbiParameter p in abi.Parameters)
        {
            if (!arguments.Add(p.Type, p.InRegisters ? p.SpillOffset : p.StackOffset, 0))
            {
                break;
            }
        }
        arguments._bytes.Add(End);
        return arguments;
    }

    /// <summary>Adds a value's parts; false when the limit was reached, after which nothing of the values around follows either.</summary>
    private bool Add(GoType type, long offset, int depth)
    {
        if (_parts >= MaxParts)
        {
            _bytes.Add(More);
            return false;
        }
        GoType under = AliasType.Unalias(type).Underlying;
        if (!IsAggregate(under))
        {
            AddPart(offset, _layout.SizeOf(under));
            return true;
        }
        _bytes.Add(Open);
        if (depth + 1 >= MaxDepth)
        {
            _bytes.Add(More);
            _parts++;
        }
        else
        {
            AddParts(under, offset, depth + 1);
        }
        _bytes.Add(Close);
        return true;
    }

    private void AddPart(long offset, long size)
    {
        _parts++;
        if (offset >= FirstOperator)
        {
            _bytes.Add(TooFar);
            return;
        }
        _bytes.Add((byte)offset);
        _bytes.Add((byte)size);
        _offsets.Add((int)offset);
    }

    private static bool IsAggregate(GoType type) => type switch
    {
        StructType or ArrayType or SliceType or InterfaceType => true,
        BasicType b => b.Kind == BasicKind.String || (b.Info & BasicInfo.Complex) != 0,
        _ => false,
    };

    private void AddParts(GoType type, long offset, int depth)
    {
        switch (type)
        {
            case StructType s:
                AddFields(s, offset, depth);
                break;
            case ArrayType a:
                AddElements(a.Element, a.Length, offset, depth);
                break;
            case SliceType:
                AddElements(Universe.Uintptr, 3, offset, depth);
                break;
            case BasicType { Kind: BasicKind.Complex64 }:
                AddElements(Universe.Basic(BasicKind.Float32), 2, offset, depth);
                break;
            case BasicType { Kind: BasicKind.Complex128 }:
                AddElements(Universe.Basic(BasicKind.Float64), 2, offset, depth);
                break;
            default:
                // Strings and interfaces.
                AddElements(Universe.Uintptr, 2, offset, depth);
                break;
        }
    }

    private void AddFields(StructType type, long offset, int depth)
    {
        if (type.Fields.Count == 0)
        {
            _parts++; // empty braces count too
        }
        IReadOnlyList<long> offsets = _layout.FieldOffsets(type);
        for (int i = 0; i < type.Fields.Count && Add(type.Fields[i].Type!, offset + offsets[i], depth); i++)
        {
        }
    }

    private void AddElements(GoType element, long count, long offset, int depth)
    {
        if (count == 0)
        {
            _parts++;
        }
        long size = _layout.SizeOf(element);
        for (long i = 0; i < count && Add(element, offset + i * size, depth); i++)
        {
        }
    }
}
