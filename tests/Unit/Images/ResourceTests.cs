using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Images;
using Go.Compiler.Link;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Images;

/// <summary>Version and icon in a PE image, read back by their numbers.</summary>
public sealed class ResourceTests
{
    private const int Pictures = 3, Icons = 14, Versions = 16;
    private static readonly Platform s_platform = SupportedPlatforms.Of(SupportedPlatforms.Find("windows", "amd64")!);

    private static byte[] Icon(params byte[][] pictures)
    {
        var file = new List<byte> { 0, 0, 1, 0, (byte)pictures.Length, 0 };
        int offset = 6 + (16 * pictures.Length);
        foreach (byte[] picture in pictures)
        {
            file.AddRange([16, 16, 0, 0, 1, 0, 32, 0, .. BitConverter.GetBytes(picture.Length), .. BitConverter.GetBytes(offset)]);
            offset += picture.Length;
        }
        foreach (byte[] picture in pictures)
        {
            file.AddRange(picture);
        }
        return [.. file];
    }

    private static byte[] Link(ProgramIdentity identity)
    {
        var program = new LinkFixture();
        program.Function("_rt0_amd64_windows", [0xC3]);
        return LinkFixture.Link(LinkFixture.Options() with
        {
            Target = s_platform.Target, Image = s_platform.Image, Format = s_platform.ImageFormat, Relocator = s_platform.Relocator,
            IsPositionIndependent = true,
            Resources = s_platform.Resources!(identity)!,
        }, program.File);
    }

    private static uint U32(byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    /// <summary>All resources by kind, name and language, as a loader walks the tree.</summary>
    private static Dictionary<(int Kind, int Name, int Language), byte[]> Resources(byte[] file)
    {
        int head = (int)U32(file, 0x3C), optional = head + 24, sections = file[head + 6];
        uint address = U32(file, optional + 112 + 16), size = U32(file, optional + 116 + 16);
        int start = -1;
        for (int i = 0; i < sections; i++)
        {
            int row = optional + 240 + (40 * i);
            start = U32(file, row + 12) == address ? (int)U32(file, row + 20) : start;
        }
        var found = new Dictionary<(int, int, int), byte[]>();
        Walk(0, []);
        return found;

        void Walk(int table, int[] path)
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(start + table + 14));
            int last = -1;
            for (int i = 0; i < count; i++)
            {
                int row = start + table + 16 + (8 * i), number = (int)U32(file, row);
                Assert.True(number > last);
                last = number;
                uint below = U32(file, row + 4);
                if ((below & 0x80000000) != 0)
                {
                    Walk((int)(below & 0x7FFFFFFF), [.. path, number]);
                }
                else
                {
                    int content = start + (int)(U32(file, start + (int)below) - address), length = (int)U32(file, start + (int)below + 4);
                    Assert.True(content + length <= start + size);
                    found.Add((path[0], path[1], number), file.AsSpan(content, length).ToArray());
                }
            }
        }
    }

    [Fact]
    public void Version_and_icon_are_found_by_their_numbers()
    {
        byte[] small = [1, 2, 3], large = [9, 8, 7, 6, 5];
        Dictionary<(int Kind, int Name, int Language), byte[]> found = Resources(Link(new ProgramIdentity
        {
            Product = "Änvil", Company = "Smith & Sons", FileName = "anvil.exe", FileVersion = "1.2.3.4", ProductVersion = "1.2.3-beta",
            Icon = Icon(small, large),
        }));
        Assert.Equal([(Pictures, 1, 0), (Pictures, 2, 0), (Icons, 1, 0), (Versions, 1, 0x409)], found.Keys.Order());
        Assert.Equal(small, found[(Pictures, 1, 0)]);
        Assert.Equal(large, found[(Pictures, 2, 0)]);
        byte[] group = found[(Icons, 1, 0)];
        Assert.Equal((6 + (2 * 14), 2, 1, 2), (group.Length, group[4], group[6 + 12], group[6 + 14 + 12]));
        byte[] version = found[(Versions, 1, 0x409)];
        Assert.Equal(version.Length, BinaryPrimitives.ReadUInt16LittleEndian(version));
        int numbers = version.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xBD, 0x04, 0xEF, 0xFE]);
        Assert.Equal((0, 0x10002u, 0x30004u, 0x10002u, 0x30000u),
            (numbers % 4, U32(version, numbers + 8), U32(version, numbers + 12), U32(version, numbers + 16), U32(version, numbers + 20)));
        string text = Encoding.Unicode.GetString(version);
        Assert.Contains("ProductName\0", text, StringComparison.Ordinal);
        Assert.Contains("Änvil\0", text, StringComparison.Ordinal);
        Assert.Contains("1.2.3-beta\0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LegalCopyright", text, StringComparison.Ordinal);
        Assert.Contains("040904b0\0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_that_say_nothing_have_no_resources()
        => Assert.DoesNotContain("rsrc", PeImageText.Print(Link(new ProgramIdentity())), StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0, 0 })]
    [InlineData(new byte[] { 0, 0, 1, 0, 1, 0 })]
    [InlineData(new byte[] { 0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 9, 0, 0, 0, 22, 0, 0, 0 })]
    public void What_is_no_icon_is_refused(byte[] file) => Assert.Null(s_platform.Resources!(new ProgramIdentity { Icon = file }));
}
