namespace Go.Compiler.Ssa.Passes;

/// <summary>What a value computes, by the numbers of its arguments: equal keys, equal results.</summary>
internal readonly record struct ValueKey(Op Op, ValueKind Kind, long Immediate, object? Aux, int A, int B, int C)
{
    public bool Equals(ValueKey o)
        => A == o.A && B == o.B && C == o.C && Op == o.Op && Kind == o.Kind && Immediate == o.Immediate
            && (ReferenceEquals(Aux, o.Aux) || (Aux is not null && Aux.Equals(o.Aux)));

    public override int GetHashCode()
    {
        ulong hash = ((ulong)(uint)A << 32 | (uint)B) * 0x9E3779B97F4A7C15;
        hash ^= (hash >> 29) ^ (ulong)Immediate ^ (ulong)(uint)C << 20 ^ (ulong)(uint)Op << 8 ^ (ulong)(uint)Kind;
        hash *= 0xBF58476D1CE4E5B9;
        return (int)(hash >> 33) ^ (Aux is null ? 0 : Aux.GetHashCode());
    }
}
