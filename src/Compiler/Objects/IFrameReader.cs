namespace Go.Compiler.Objects;

/// <summary>Finds in a function's code where its frame pointer is set up.</summary>
public interface IFrameReader
{
    /// <param name="saved">Bytes from the function's start to where the caller's frame pointer is saved.</param>
    /// <param name="set">Bytes from its start to where the frame pointer is its own.</param>
    /// <returns>False for functions that keep the caller's, or whose tables could not say it.</returns>
    bool TryFind(ObjectSymbol function, out byte saved, out byte set);
}
