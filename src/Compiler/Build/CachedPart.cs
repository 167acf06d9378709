namespace Go.Compiler.Build;

/// <summary>Where a part of a package is stored.</summary>
/// <param name="Name">SHA-256 of the whole file, which holds kind and package besides the contents: hexadecimal.</param>
/// <param name="Size">Of the file: what can be seen without reading it.</param>
internal sealed record CachedPart(string Name, long Size);
