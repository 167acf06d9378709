namespace Go.Compiler.RuntimeContract;

/// <summary>Symbols that the linker defines, fills in or treats specially (contract 7, 8, 11).</summary>
public static class LinkerSymbols
{
    public const string FirstModuleData = "runtime.firstmoduledata", LastModuleDataPointer = "runtime.lastmoduledatap";
    public const string RuntimePackage = "runtime", SystemStack = "runtime.systemstack", MainPackage = "main", MainFunction = "main.main";
    public const string InitTaskSuffix = "..inittask";
    public const string MainInitTasks = "go:main.inittasks", RuntimeInitTasks = "go:runtime.inittasks",
        RuntimeInitTasksVariable = "runtime.runtime_inittasks";
    public const string UnreachableMethod = "runtime.unreachableMethod", MoreStack = "runtime.morestack",
        MoreStackNoContext = "runtime.morestack_noctxt";
    public const string BuildVersion = "runtime.buildVersion", ModInfo = "runtime.modinfo", GodebugDefault = "runtime.godebugDefault",
        DefaultGoRoot = "runtime.defaultGOROOT";
    /// <summary>What the caches of type assertions and switches start with (contract 4.5).</summary>
    public const string EmptyTypeAssertCache = "runtime.emptyTypeAssertCache",
        EmptyInterfaceSwitchCache = "runtime.emptyInterfaceSwitchCache";

    /// <summary>
    /// Where the word with g is in thread-local storage, on systems on which only the running program can tell (contract 1.2).
    /// </summary>
    public const string ThreadLocalG = "runtime.tls_g";

    /// <summary>Suffix of the stack map of an assembly function's arguments (contract 5.2).</summary>
    public const string ArgumentStackMapSuffix = ".args_stackmap";

    /// <summary>Suffix of what stack traces print of the arguments of functions that assembly defines.</summary>
    public const string ArgumentInfoSuffix = ".arginfo0";

    /// <summary>A variable that the linker sets when nothing in the program can read memory profiles, so that none are collected.</summary>
    public const string DisableMemoryProfiling = "runtime.disableMemoryProfiling", MemoryProfileReader = "runtime.memProfileInternal";

    /// <summary>Called in place of a function that fills a map which nothing uses.</summary>
    public const string NoMapInitializer = "runtime.mapinitnoop";
    public const string BuildInfo = "go:buildinfo", FipsInfo = "go:fipsinfo";

    /// <summary>Variables without size that the linker puts before and behind the counters of edges (contract 7.6).</summary>
    public const string EdgeCounters = "internal/fuzz._counters", EdgeCountersEnd = "internal/fuzz._ecounters";

    /// <summary>
    /// A function whose callees may be C, and what the system calls for exceptions there, where it unwinds by tables (contract 10.2).
    /// </summary>
    public const string ExceptionLandingPad = "runtime.asmcgocall_landingpad", ExceptionHandler = "runtime.sehtramp";

    /// <summary>Boundary symbols: nothing in the runtime names them, but tools look them up in the symbol table.</summary>
    public const string Text = "runtime.text", EText = "runtime.etext", PclnTab = "runtime.pclntab", EPclnTab = "runtime.epclntab",
        Types = "runtime.types", ETypes = "runtime.etypes",
        RoData = "runtime.rodata", ERoData = "runtime.erodata", NoPtrData = "runtime.noptrdata", ENoPtrData = "runtime.enoptrdata",
        Data = "runtime.data", EData = "runtime.edata",
        Bss = "runtime.bss", EBss = "runtime.ebss", NoPtrBss = "runtime.noptrbss", ENoPtrBss = "runtime.enoptrbss", End = "runtime.end";

    /// <summary>Panics that use so little stack that a small frame may call them without a stack check (contract 2.1).</summary>
    public static bool IsPanicWithoutCheck(string symbol)
        => symbol is "runtime.panicdivide" or "runtime.panicshift" or "runtime.panicwrap" or RuntimeSymbols.PanicBounds
            or "runtime.panicExtend";
}
