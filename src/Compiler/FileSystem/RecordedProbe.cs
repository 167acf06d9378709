namespace Go.Compiler.FileSystem;

/// <summary>A path that a build asked about: what was there, or that nothing was.</summary>
public sealed record RecordedProbe(string Path, EntryKind Kind);
