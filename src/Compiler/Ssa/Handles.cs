namespace Go.Compiler.Ssa;

/// <summary>A value (instruction) of one function; 0 = none.</summary>
public readonly record struct ValueId(int Index)
{
    public bool IsNone => Index == 0;
    public override string ToString() => "v" + Index;
}

/// <summary>A block of one function; 0 = none, 1 = entry.</summary>
public readonly record struct BlockId(int Index)
{
    public bool IsNone => Index == 0;
    public override string ToString() => "b" + Index;
}
