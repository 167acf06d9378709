using System.Globalization;

namespace Go.Compiler.Images;

/// <summary>What a program's file says of itself to people, on systems whose files can: texts that are empty are left out.</summary>
public sealed record ProgramIdentity
{
    public string Product { get; init; } = "";
    public string Company { get; init; } = "";
    public string Description { get; init; } = "";
    public string Copyright { get; init; } = "";
    public string Comments { get; init; } = "";

    /// <summary>Name of the file as it was made.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Up to four numbers of 16 bits.</summary>
    public string FileVersion { get; init; } = "";

    /// <summary>No number of <see cref="FileVersion"/> is larger than there is room for.</summary>
    public bool HasFileVersionThatFits
        => !FileVersion.Split('.')
            .Any(part => part.Length > 0 && part.All(char.IsAsciiDigit) && !ushort.TryParse(part, CultureInfo.InvariantCulture, out _));

    /// <summary>Any text, such as <c>1.2.0-beta+c0ffee</c>.</summary>
    public string ProductVersion { get; init; } = "";

    /// <summary>Path of an icon file; empty: none.</summary>
    public string IconFile { get; init; } = "";

    /// <summary>What <see cref="IconFile"/> holds, once it has been read.</summary>
    public byte[]? Icon { get; init; }
}
