namespace Go.Compiler.Types;

/// <summary>What a <see cref="Layout"/> found out about one type.</summary>
internal sealed class LayoutFacts(Layout owner, long size, int alignment, long pointerBytes, bool isNotInHeap)
{
    /// <summary>The target's layout these facts belong to.</summary>
    public Layout Owner { get; } = owner;

    /// <summary>Bytes, or -1 when larger than an address space.</summary>
    public long Size { get; } = size;
    public int Alignment { get; } = alignment;
    public long PointerBytes { get; } = pointerBytes;
    public bool IsNotInHeap { get; } = isNotInHeap;

    /// <summary>Of structs.</summary>
    public long[] FieldOffsets { get; init; } = [];

    private ScalarComponent[]? _components;
    private bool _hasComponents;

    /// <summary>Null with <paramref name="isKnown"/>: the value lives in memory.</summary>
    public ScalarComponent[]? Components(out bool isKnown)
    {
        isKnown = Volatile.Read(ref _hasComponents);
        return _components;
    }

    public void SetComponents(ScalarComponent[]? components)
    {
        _components = components;
        Volatile.Write(ref _hasComponents, true);
    }
}
