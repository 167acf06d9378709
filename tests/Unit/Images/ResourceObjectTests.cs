using Go.Compiler.Images;
using Go.Compiler.Os.Windows;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Images;

/// <summary>Resources out of object files (<c>.syso</c>).</summary>
public sealed class ResourceObjectTests
{
    private static readonly byte[] s_manifest = "<assembly/>"u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resources_are_found_in_one_section_and_in_two(bool isSplit)
    {
        ImageResource found = Assert.Single(WindowsResources.FromObjects(0x8664)(ResourceObjectFile.Of(0x8664, 24, 1, 0x409, s_manifest,
            isSplit))!);
        Assert.Equal((24, 1, 0x409), (found.Kind, found.Name, found.Language));
        Assert.Equal(s_manifest, found.Content);
    }

    [Fact]
    public void Other_machines_other_contents_and_broken_files_are_refused()
    {
        byte[] file = ResourceObjectFile.Of(0x8664, 24, 1, 0x409, s_manifest);
        Assert.Null(WindowsResources.FromObjects(0xAA64)(file));
        Assert.Null(WindowsResources.FromObjects(0x8664)(ResourceObjectFile.Of(0x8664, 24, 1, 0x409, s_manifest, extraSection: ".text")));
        for (int length = 0; length < file.Length - 4; length++)
        {
            Assert.Null(WindowsResources.FromObjects(0x8664)(file[..length]));
        }
        // Whatever one byte is, nothing but a result comes of it.
        for (int i = 0; i < file.Length; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 0xFF;
            _ = WindowsResources.FromObjects(0x8664)(damaged);
        }
    }

    [Fact]
    public void What_a_file_has_of_a_kind_stands_for_what_the_project_says()
    {
        ImageResource version = new(16, 1, 0x409, [1]), icon = new(3, 1, 0, [2]), group = new(14, 1, 0, [3]),
            manifest = new(24, 1, 0, [4]), group2 = new(14, 7, 0, [5]);
        Assert.Equal([manifest, version, icon, group], WindowsResources.Merge([manifest, manifest], [version, icon, group]));
        Assert.Equal([group2, version], WindowsResources.Merge([group2], [version, icon, group]));
    }
}
