namespace Go.Compiler.ExportData;

/// <summary>
/// An interface part is damaged, of another version, or does not fit the packages it refers to: the cache must rebuild the package.
/// </summary>
public sealed class ExportDataException(string message, Exception? inner = null) : Exception(message, inner);
