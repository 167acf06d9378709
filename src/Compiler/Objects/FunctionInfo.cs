namespace Go.Compiler.Objects;

/// <summary>
/// The runtime's tables of one function, still relocatable (contract 7.2). Pc-value tables are encoded bytes (zigzag varints); line
/// values are relative to <see cref="StartLine"/> and file values index <see cref="ObjectFile.Files"/>, so that moving a function or
/// adding a file elsewhere changes no code part: the linker rebases both.
/// </summary>
public sealed class FunctionInfo
{
    /// <summary>Bytes of arguments, results and spill area; int.MinValue (0x80000000) = unknown (assembly without a size).</summary>
    public int Args { get; set; }

    /// <summary>Bytes the body's SP lies below the entry SP (without the return address).</summary>
    public int FrameSize { get; set; }

    /// <summary>Line of the function's declaration. Kept beside the code, not in it.</summary>
    public int StartLine { get; set; }

    /// <summary>Offset of the first CALL to runtime.deferreturn; 0 = none.</summary>
    public int DeferReturn { get; set; }

    public byte[] PcSp { get; set; } = [];
    public byte[] PcFile { get; set; } = [];
    public byte[] PcLine { get; set; } = [];

    /// <summary>By PCDATA id (contract 5.1); null = absent.</summary>
    public byte[]?[] PcData { get; set; } = [];

    /// <summary>By FUNCDATA id; default = absent. The inline tree (id 3) is made by the linker from <see cref="InlineTree"/>.</summary>
    public SymbolRef[] FuncData { get; set; } = [];

    public InlinedCall[] InlineTree { get; set; } = [];
}

/// <summary>One inlined call (contract 7.2, InlTree).</summary>
/// <param name="FunctionName">Symbol name of the inlined function.</param>
/// <param name="ParentPc">Offset of an instruction whose position is the call site; not of the function's last byte.</param>
/// <param name="StartLine">First line of the inlined function.</param>
/// <param name="IsWrapper">Function id is "wrapper".</param>
public readonly record struct InlinedCall(string FunctionName, int ParentPc, int StartLine, bool IsWrapper);
