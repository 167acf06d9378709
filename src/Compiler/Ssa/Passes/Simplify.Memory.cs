namespace Go.Compiler.Ssa.Passes;

public sealed partial class Simplify
{
    /// <summary>Bytes that two words move.</summary>
    private const int MostBytesInWords = 16;

    /// <summary>Bytes that are moved in place between variables; the runtime is quicker with more.</summary>
    private const int MostBytesMoved = 128;

    /// <summary>Bytes that are compared in place; the runtime is quicker with more.</summary>
    private const int MostBytesCompared = 32;

    /// <summary>
    /// A call of the runtime's memmove of few bytes becomes one or two loads and as many stores, which may overlap. All is loaded before
    /// anything is stored: the places may overlap too. Between variables, which do not, it is a move of a size that is known.
    /// </summary>
    private bool MoveInWords(ValueId v)
    {
        if (_f[v].Aux is not CallInfo { Runtime.Name: "memmove" } || !IsConst(A(v, 2), out long count)
            || count is < 0 or > MostBytesMoved || (count > MostBytesInWords && !AreDistinctVariables(A(v, 0), A(v, 1))))
        {
            return true;
        }
        if (count > MostBytesInWords)
        {
            return Becomes(v, Op.Move, [A(v, 0), A(v, 1)], count) && Plain(v);
        }
        if (count == 0)
        {
            return false;
        }
        (int size, ValueKind kind) = WordFor(count);
        ValueId to = A(v, 0), from = A(v, 1);
        ValueId first = New(v, Op.Load, kind, [from]);
        if (count > size)
        {
            ValueId last = New(v, Op.Load, kind, [from], count - size);
            New(v, Op.Store, ValueKind.None, [to, first]);
            return Becomes(v, Op.Store, [to, last], count - size) && Plain(v);
        }
        return Becomes(v, Op.Store, [to, first]) && Plain(v);
    }

    private bool AreDistinctVariables(ValueId a, ValueId b)
    {
        a = _f.ObjectAddress(a);
        b = _f.ObjectAddress(b);
        return _f[a].Op == Op.LocalAddress && _f[b].Op == Op.LocalAddress && !ReferenceEquals(_f[a].Aux, _f[b].Aux);
    }

    /// <summary>
    /// A call of the runtime's memequal for few bytes, whose number inlining may have made known, is what the comparison of arrays is.
    /// </summary>
    private bool EqualInWords(ValueId v)
    {
        if (_f[v].Op != Op.CallStatic || _f[v].Aux is not CallInfo { Runtime.Name: "memequal" } || !IsConst(A(v, 2), out long count)
            || count is < 0 or > MostBytesCompared)
        {
            return true;
        }
        return Is(v, count == 0 ? New(v, Op.Const, ValueKind.I8, [], 1) : New(v, Op.MemoryEqual, ValueKind.I8, [A(v, 0), A(v, 1)], count));
    }

    /// <summary>
    /// Few bytes against those of a constant: one or two words, which may overlap, against immediate operands. Relies on targets that read
    /// words at any address and whose memory is little-endian.
    /// </summary>
    private bool EqualToText(ValueId v)
    {
        long count = _f[v].AuxInt;
        (ValueId data, byte[]? text) = TextAt(A(v, 1)) is { } right ? (A(v, 0), right) : (A(v, 1), TextAt(A(v, 0)));
        if (text is null || count > text.Length || count is < 1 or > MostBytesInWords)
        {
            return true;
        }
        (int size, ValueKind kind) = WordFor(count);
        ValueId first = New(v, Op.Load, kind, [data]), expected = New(v, Op.Const, kind, [], Word(0));
        if (count == size)
        {
            return Becomes(v, Op.Eq, [first, expected]);
        }
        ValueId last = New(v, Op.Load, kind, [data], count - size);
        ValueId differs = New(v, Op.Xor, kind, [first, expected]);
        ValueId differsAtEnd = New(v, Op.Xor, kind, [last, New(v, Op.Const, kind, [], Word((int)count - size))]);
        return Becomes(v, Op.Eq, [New(v, Op.Or, kind, [differs, differsAtEnd]), New(v, Op.Const, kind, [])]);

        long Word(int at) => ScalarBits.In(text.AsSpan(at), kind);
    }

    /// <summary>The bytes of a constant string at its address.</summary>
    private byte[]? TextAt(ValueId address)
        => _f[address] is { Op: Op.GlobalAddress, AuxInt: 0, Aux: StringSymbol { Bytes: var bytes } } ? bytes : null;

    private static bool IsIn(byte[] text, long at, ValueKind kind) => at >= 0 && at + OpFacts.SizeOf(kind) <= text.Length;

    /// <summary>The widest word that is no longer than so many bytes.</summary>
    private static (int Size, ValueKind Kind) WordFor(long count) => count switch
    {
        >= 8 => (8, ValueKind.I64),
        >= 4 => (4, ValueKind.I32),
        >= 2 => (2, ValueKind.I16),
        _ => (1, ValueKind.I8),
    };

    /// <summary>Nothing of the call is left.</summary>
    private bool Plain(ValueId v)
    {
        _f[v].Aux = null;
        _f[v].Flags = ValueFlags.None;
        return true;
    }
}
