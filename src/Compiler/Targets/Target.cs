namespace Go.Compiler.Targets;

/// <summary>
/// One supported operating system and architecture pair, as facts by value. Rooms above read facts and never ask for names.
/// </summary>
public sealed record Target
{
    /// <summary>Go's name of the system (GOOS), such as <c>linux</c>.</summary>
    public required string Os { get; init; }

    /// <summary>Go's name of the architecture (GOARCH), such as <c>amd64</c>.</summary>
    public required string Arch { get; init; }

    public required AbiFacts Abi { get; init; }

    /// <summary>Functions that become operations.</summary>
    public required IntrinsicColumn Intrinsics { get; init; }

    /// <summary>Build tags that the level of the architecture implies, besides those of names, compiler and release.</summary>
    public required IReadOnlyList<string> ImpliedTags { get; init; }

    /// <summary>Names of libraries may hold <c>@</c>, which where this is false stands for a file of options.</summary>
    public bool AllowsAtInLibraryNames { get; init; } = true;

    /// <summary>Which instructions code may use, as the tag that says so.</summary>
    public string ArchitectureLevel
    {
        get
        {
            foreach (string tag in ImpliedTags)
            {
                if (tag.StartsWith(Arch + ".", StringComparison.Ordinal))
                {
                    return tag;
                }
            }
            return "";
        }
    }

    /// <summary>A product and a sum of floats are one operation, which rounds once, as Go's compiler has it for the architecture.</summary>
    public bool FusesFloats { get; init; }

    /// <summary>Debug information in the format DWARF 5 is usual here.</summary>
    public bool HasDwarf5 { get; init; } = true;

    public int PointerSize => Abi.PointerSize;

    public override string ToString() => $"{Os}/{Arch}";
}
