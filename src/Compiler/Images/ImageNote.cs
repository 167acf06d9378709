namespace Go.Compiler.Images;

/// <summary>A few bytes that tools look for in an executable without loading it, in a section of their own.</summary>
/// <param name="Section">Name of the section.</param>
/// <param name="Owner">Who gives <paramref name="Kind"/> its meaning.</param>
/// <param name="Size">Bytes of content.</param>
public sealed record ImageNote(string Section, string Owner, uint Kind, int Size)
{
    /// <summary>
    /// Where the content goes in the file; set by <see cref="IImageFormat.Place"/>. Below 0: the format has no such note.
    /// </summary>
    public long FileOffset { get; set; }
}
