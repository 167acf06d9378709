namespace Go.Compiler.Modules.Resolution;

/// <summary>What the files in a folder import, sorted.</summary>
/// <param name="TestImports">Only by test files.</param>
/// <param name="Problem">Why the files cannot be read, or null.</param>
internal sealed record ScannedImports(IReadOnlyList<string> Imports, IReadOnlyList<string> TestImports, string? Problem);

/// <summary>Reads the heads of Go files, which the room above knows how to do.</summary>
internal interface IImportScanner
{
    /// <summary>Null: no file in the folder counts under the constraints in force.</summary>
    ScannedImports? Scan(string folder);
}
