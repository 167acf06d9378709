namespace Go.Compiler.FileSystem;

/// <summary>A file that a build read or wrote.</summary>
/// <param name="Stamp">As it was just before it was read, or just after it was written.</param>
/// <param name="Hash">SHA-256 of the bytes that the build got, as hexadecimal digits.</param>
public sealed record RecordedRead(string Path, FileStamp Stamp, string Hash);
