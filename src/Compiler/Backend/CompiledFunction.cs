using Go.Compiler.Objects;
using Go.Compiler.Ssa;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Backend;

/// <summary>What a code relocation refers to: a symbol by name, or data that the package's emitter has yet to make.</summary>
/// <param name="Symbol">Function or data symbol; ignored when <paramref name="Data"/> is set.</param>
/// <param name="Data">Described data.</param>
public readonly record struct CodeTarget(SymbolKey Symbol, DataSymbol? Data);

/// <summary>A relocation in compiled code.</summary>
public readonly record struct CodeRelocation(int Offset, RelocationKind Kind, CodeTarget Target, long Addend);

/// <summary>
/// Machine code of one function with everything the object file needs, independent of the object file: functions compile in parallel and
/// are merged in source order.
/// </summary>
public sealed class CompiledFunction
{
    public required SsaFunction Source { get; init; }
    public required byte[] Code { get; init; }

    /// <summary>Some block is in a loop.</summary>
    public bool HasLoop { get; init; }

    /// <summary>Sorted by offset.</summary>
    public required IReadOnlyList<CodeRelocation> Relocations { get; init; }

    /// <summary>Positions of instruction ranges: from each pc on, this position and inline index.</summary>
    public required IReadOnlyList<(int Pc, Pos Pos, int InlineIndex)> Positions { get; init; }
    public required int ArgumentWidth { get; init; }
    public required int FrameSize { get; init; }
    public required int DeferReturn { get; init; }
    public required byte[] PcSp { get; init; }

    /// <summary>By PCDATA id, without the inline tree index, which follows from <see cref="Positions"/>.</summary>
    public required byte[]?[] PcData { get; init; }

    /// <summary>Stack map blobs (contract 5.1); null = absent.</summary>
    public byte[]? ArgumentPointerMaps { get; init; }
    public byte[]? LocalPointerMaps { get; init; }

    /// <summary>What stack traces print of the arguments, and which are where they read them (contract 5.4); null = absent.</summary>
    public byte[]? ArgumentInfo { get; init; }
    public byte[]? ArgumentLiveInfo { get; init; }

    /// <summary>
    /// Variables that the collector finds through pointers to them (contract 5.1), by offset: below 0 from the end of the locals, else from
    /// the arguments.
    /// </summary>
    public IReadOnlyList<(int Offset, GoType Type)> StackObjects { get; init; } = [];

    /// <summary>Open-coded defers (contract 4.7): how far below the end of the locals the byte of bits and the first closure lie.</summary>
    public (int Bits, int Closures)? OpenDefers { get; init; }

    /// <summary>
    /// Tables that the code jumps through, number n under the name of <see cref="JumpTableName"/>: pcs inside the function.
    /// </summary>
    public IReadOnlyList<int[]> JumpTables { get; init; } = [];

    /// <summary>The symbol of a function's jump table number <paramref name="n"/>.</summary>
    public static string JumpTableName(string function, int n)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{function}.jump{n}");

    /// <summary>Symbol flags that follow from the code: Nosplit (also automatic), NeedsContext, NoFrame.</summary>
    public SymbolFlags Flags { get; init; }
}
