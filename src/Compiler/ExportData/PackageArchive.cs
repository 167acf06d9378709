using System.Globalization;
using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.ExportData;

/// <summary>
/// The file of a compiled package as Go's tools expect it: an archive whose first member, <c>__.PKGDEF</c>, has a line that says what it is
/// of, and the export data between marks. Members that follow are each compiler's own.
/// </summary>
public static class PackageArchive
{
    /// <param name="header">Target and release: <c>linux amd64 go1.27.4</c>.</param>
    /// <param name="exportData">What <see cref="UnifiedWriter"/> wrote.</param>
    /// <param name="code">The code part in this compiler's format, or null.</param>
    public static byte[] Write(string header, byte[] exportData, byte[]? code)
    {
        var archive = new ByteWriter();
        archive.Raw("!<arch>\n"u8);
        Member(archive, "__.PKGDEF", [.. Encoding.UTF8.GetBytes($"go object {header}\n$$B\nu"), .. exportData, .. "\n$$\n"u8]);
        if (code is not null)
        {
            Member(archive, "_code", code);
        }
        return archive.Written.ToArray();
    }

    /// <summary>No time, no owner: equal packages are equal files.</summary>
    private static void Member(ByteWriter archive, string name, byte[] content)
    {
        string head = string.Create(CultureInfo.InvariantCulture, $"{name,-16}{0,-12}{0,-6}{0,-6}{"644",-8}{content.Length,-10}`\n");
        archive.Raw(Encoding.ASCII.GetBytes(head));
        archive.Raw(content);
        if (content.Length % 2 != 0)
        {
            archive.Byte((byte)'\n');
        }
    }
}
