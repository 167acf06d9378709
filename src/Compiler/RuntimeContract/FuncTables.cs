using System.Collections.Frozen;

namespace Go.Compiler.RuntimeContract;

/// <summary>Ids of PCDATA tables (internal/abi/symtab.go).</summary>
public static class PcDataId
{
    public const int UnsafePoint = 0, StackMapIndex = 1, InlineTreeIndex = 2, ArgLiveIndex = 3, PanicBounds = 4;
}

/// <summary>Ids of FUNCDATA symbols (internal/abi/symtab.go).</summary>
public static class FuncDataId
{
    public const int ArgsPointerMaps = 0, LocalsPointerMaps = 1, StackObjects = 2, InlineTree = 3, OpenCodedDeferInfo = 4,
        ArgInfo = 5, ArgLiveInfo = 6, WrapInfo = 7;
}

/// <summary>Values of the UnsafePoint table (internal/abi/symtab.go): whether a goroutine may be preempted at an instruction.</summary>
public static class UnsafePointValue
{
    public const int Safe = -1, Unsafe = -2, Restart1 = -3, Restart2 = -4, RestartAtEntry = -5;
}

/// <summary>Flags of a function's table entry (contract 7.4).</summary>
[Flags]
public enum FuncFlags : byte { None = 0, TopFrame = 1, SpWrite = 2, Assembly = 4 }

/// <summary>The function tables of the runtime (runtime/symtab.go, internal/abi/symtab.go; contract 7.2, 7.3).</summary>
public static class FuncTables
{
    public const uint PcHeaderMagic = 0xFFFFFFF1;

    /// <summary>Bytes of the header: magic and four bytes of facts, then eight words.</summary>
    public const int PcHeaderSize = 72;

    /// <summary>Bytes of <c>_func</c> before its pcdata and funcdata offsets.</summary>
    public const int FuncRecordSize = 44;

    /// <summary>Bytes of one inline tree entry.</summary>
    public const int InlineTreeEntrySize = 16;

    /// <summary>Bytes of one stack object's record: offset, size, pointer bytes, offset of the pointer mask.</summary>
    public const int StackObjectSize = 16;

    /// <summary>Bytes of text covered by one bucket of findfunctab, and by each of its sixteen parts.</summary>
    public const int FindFuncBucketSize = 4096, FindFuncPartSize = 256;

    /// <summary>Bytes of one bucket of findfunctab: a base index and sixteen byte deltas.</summary>
    public const int FindFuncBucketBytes = 4 + FindFuncBucketSize / FindFuncPartSize;

    /// <summary>Argument size of a function whose arguments are unknown.</summary>
    public const int ArgsSizeUnknown = int.MinValue;

    public const byte FuncIdNormal = 0, FuncIdWrapper = 23;

    private const string RuntimePrefix = "runtime.";

    private static readonly FrozenDictionary<string, byte> s_ids = new Dictionary<string, byte>
    {
        ["abort"] = 1, ["asmcgocall"] = 2, ["asyncPreempt"] = 3, ["cgocallback"] = 4, ["corostart"] = 5, ["debugCallV2"] = 6,
        ["gcBgMarkWorker"] = 7, ["goexit"] = 8, ["gogo"] = 9, ["gopanic"] = 10, ["handleAsyncEvent"] = 11, ["mcall"] = 12,
        ["morestack"] = 13, ["mstart"] = 14, ["panicwrap"] = 15, ["rt0_go"] = 16, ["main"] = 17, ["runFinalizers"] = 18,
        ["runCleanups"] = 19, ["sigpanic"] = 20, ["systemstack"] = 21, ["systemstack_switch"] = 22,
        ["deferreturn"] = FuncIdWrapper, ["reflectcall"] = FuncIdWrapper,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte>.AlternateLookup<ReadOnlySpan<char>> s_idsBySpan =
        s_ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The function id by symbol name; generated code that stack traces and recover must not count is a wrapper.</summary>
    public static byte FuncIdOf(string name, bool isWrapper)
    {
        // Reflection's way from a made function to the code behind it does not count as a frame for recover (contract 4.7).
        if (isWrapper || name is "reflect.callReflect" or "reflect.callMethod")
        {
            return FuncIdWrapper;
        }
        return name.StartsWith(RuntimePrefix, StringComparison.Ordinal)
            && s_idsBySpan.TryGetValue(name.AsSpan(RuntimePrefix.Length), out byte id) ? id : FuncIdNormal;
    }
}
