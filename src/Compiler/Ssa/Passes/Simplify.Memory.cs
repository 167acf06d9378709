namespace Go.Compiler.Ssa.Passes;

public sealed partial class Simplify
{
    /// <summary>Bytes that two words move.</summary>
    private const int MostBytesInWords = 16;

    /// <summary>
    /// A call of the runtime's memmove of few bytes becomes one or two loads and as many stores, which may overlap. All is loaded before
    /// anything is stored: the places may overlap too.
    /// </summary>
    private bool MoveInWords(ValueId v)
    {
        if (_f[v].Aux is not CallInfo { Runtime.Name: "memmove" } || !IsConst(A(v, 2), out long count)
            || count is < 0 or > MostBytesInWords)
        {
            return true;
        }
        if (count == 0)
        {
            return false;
        }
        (int size, ValueKind kind) = count switch
        {
            >= 8 => (8, ValueKind.I64),
            >= 4 => (4, ValueKind.I32),
            >= 2 => (2, ValueKind.I16),
            _ => (1, ValueKind.I8),
        };
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

    /// <summary>Nothing of the call is left.</summary>
    private bool Plain(ValueId v)
    {
        _f[v].Aux = null;
        _f[v].Flags = ValueFlags.None;
        return true;
    }
}
