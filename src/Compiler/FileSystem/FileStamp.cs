namespace Go.Compiler.FileSystem;

/// <summary>What the file system says of a file without reading it. Links are followed.</summary>
/// <param name="Length">Bytes; -1: there is no such file.</param>
/// <param name="WriteTicks">Time of the last write, UTC. Anybody may set it to anything.</param>
/// <param name="ChangeTicks">Time of the last change of contents, name or time, which only the system sets; 0 where it is not
/// known.</param>
/// <param name="Identity">Tells the file from others that may take its place under its name; 0 where it is not known.</param>
/// <param name="IsExecutable">The owner may run it; always, where files have no such permission.</param>
public readonly record struct FileStamp(long Length, long WriteTicks, long ChangeTicks, ulong Identity, bool IsExecutable)
{
    public static FileStamp None => new(-1, 0, 0, 0, false);

    public bool Exists => Length >= 0;
}
