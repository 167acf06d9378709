namespace Go.Compiler.Objects;

/// <summary>Second half of a symbol's name: functions exist once per calling convention. All data has <see cref="Abi0"/>.</summary>
public enum SymbolAbi : byte { Abi0 = 0, Internal = 1 }

/// <summary>A symbol's full name. File-local assembly symbols get a unique name from the assembler.</summary>
public readonly record struct SymbolKey(string Name, SymbolAbi Abi)
{
    public override string ToString() => Abi == SymbolAbi.Internal ? Name + "<ABIInternal>" : Name;
}

/// <summary>Index into <see cref="ObjectFile.Names"/>: a symbol that this object defines or refers to. 0 = none.</summary>
public readonly record struct SymbolRef(int Index)
{
    public bool IsNone => Index == 0;
}
