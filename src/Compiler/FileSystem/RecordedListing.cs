namespace Go.Compiler.FileSystem;

/// <summary>A folder that a build listed.</summary>
/// <param name="Pattern">What names had to match.</param>
/// <param name="Hash">SHA-256 of names and kinds (<see cref="RecordingFileView.HashOf"/>), as hexadecimal digits.</param>
public sealed record RecordedListing(string Folder, EntryFilter Filter, string Pattern, string Hash);
