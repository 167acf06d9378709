using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// What of a source file's contents counts as a change: its bytes, and the name that goes into line tables. Lines are visible to running
/// programs, so a key of tokens would have to hold their lines too; see docs/decisions/0003-compile-cache.md.
/// </summary>
internal static class SourceKey
{
    public static void Add(KeyHasher key, SourceFile file)
    {
        key.Text(file.DisplayPath);
        key.Bytes(file.Content);
    }
}
