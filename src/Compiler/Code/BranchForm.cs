namespace Go.Compiler.Code;

/// <summary>
/// One way to write a reference to a label: so many bytes, that reach so far. Distances are from the first of these bytes to the label.
/// </summary>
public abstract class BranchForm
{
    public abstract int Size { get; }

    public abstract bool Reaches(long distance);

    /// <summary>Writes <see cref="Size"/> bytes; <paramref name="place"/> is where they stand in the function.</summary>
    public abstract void Write(Span<byte> to, long distance, long place);
}
