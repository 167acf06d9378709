using System.Buffers.Binary;
using Go.Compiler.Images;

namespace Go.Compiler.Os.Windows;

/// <summary>An icon file as resources: each of its pictures, and the group that says which there are.</summary>
internal static class IconResource
{
    private const ushort PictureKind = 3, GroupKind = 14, Group = 1;
    private const int HeadSize = 6, FileRow = 16, GroupRow = 14;

    /// <summary>Null when the bytes are no icon file.</summary>
    public static IReadOnlyList<ImageResource>? Of(byte[] file)
    {
        if (file.Length < HeadSize || file[0] != 0 || file[1] != 0 || file[2] != 1 || file[3] != 0)
        {
            return null;
        }
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(4));
        if (count == 0 || file.Length < HeadSize + (count * FileRow))
        {
            return null;
        }
        var resources = new List<ImageResource>(count + 1);
        byte[] group = new byte[HeadSize + (count * GroupRow)];
        file.AsSpan(0, HeadSize).CopyTo(group);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> row = file.AsSpan(HeadSize + (i * FileRow), FileRow);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(row[8..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(row[12..]);
            if (size == 0 || offset > (uint)file.Length || size > (uint)file.Length - offset)
            {
                return null;
            }
            ushort number = (ushort)(i + 1);
            // As in the file, but for the place, which becomes the picture's number.
            Span<byte> groupRow = group.AsSpan(HeadSize + (i * GroupRow), GroupRow);
            row[..12].CopyTo(groupRow);
            BinaryPrimitives.WriteUInt16LittleEndian(groupRow[12..], number);
            resources.Add(new ImageResource(PictureKind, number, 0, file.AsSpan((int)offset, (int)size).ToArray()));
        }
        resources.Add(new ImageResource(GroupKind, Group, 0, group));
        return resources;
    }
}
