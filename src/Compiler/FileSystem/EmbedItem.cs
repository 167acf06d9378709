namespace Go.Compiler.FileSystem;

/// <summary>A file of <see cref="EmbedItems"/>.</summary>
/// <param name="Path">Where patterns see it: an absolute path.</param>
/// <param name="Source">Where it is; the same for a file that stays in its place.</param>
/// <param name="TakesHidden">It is taken in with its folder though a name on its way begins with <c>.</c> or <c>_</c>.</param>
public sealed record EmbedItem(string Path, string Source, bool TakesHidden);
