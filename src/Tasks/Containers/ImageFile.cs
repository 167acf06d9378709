using System.Text;

namespace Go.Sdk.Tasks.Containers;

/// <summary>A file or folder of a container image.</summary>
/// <param name="Content">Reads the file; null for a folder.</param>
internal sealed record ImageFile(Func<byte[]>? Content, UnixFileMode Mode)
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary><c>rwxr-xr-x</c>.</summary>
    public const UnixFileMode FolderMode = Executable;

    /// <summary>A folder in which everybody may make files of their own, as <c>/tmp</c> is.</summary>
    public static ImageFile SharedFolder { get; } = new(null,
        Executable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);

    public static ImageFile Text(string text) => new(() => Encoding.UTF8.GetBytes(text), Readable);

    public static ImageFile Data(Func<byte[]> content) => new(content, Readable);

    public static ImageFile Program(Func<byte[]> content) => new(content, Executable);
}
