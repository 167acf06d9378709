using Go.Compiler.FileSystem;
using Go.Compiler.Os.Linux;

namespace Go.Compiler.Platforms;

/// <summary>How stamps of files are taken on the system that this process runs on.</summary>
public static class HostFileStamps
{
    public static IFileStamps Instance { get; } = OperatingSystem.IsLinux() ? new LinuxFileStamps() : new PortableFileStamps();
}
