using System.Diagnostics;
using System.Security.Cryptography;
using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

public sealed class ContentCacheTests : IDisposable
{
    private const CacheKind Kind = CacheKind.Link;
    private static readonly string s_key = KeyOf("one"), s_other = KeyOf("another");
    private readonly string _directory = Directory.CreateTempSubdirectory("cache-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)));

    private string FileOf(string key) => Path.Combine(_directory, key[..2], key);

    [Fact]
    public void What_is_written_is_read_back()
    {
        new ContentCache(_directory).Write(Kind, s_key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], new ContentCache(_directory).TryRead(Kind, s_key));
        CachedPart part = new ContentCache(_directory).WritePart(CacheKind.Code, "p", [4, 5]);
        Assert.Equal([4, 5], new ContentCache(_directory).TryReadPart(CacheKind.Code, "p", part));
        Assert.Equal(part.Size, new FileInfo(FileOf(part.Name)).Length);
    }

    [Fact]
    public void A_missing_entry_is_null()
    {
        Assert.Null(new ContentCache(_directory).TryRead(Kind, s_key));
        Assert.False(new ContentCache(_directory).Has(new CachedPart(s_key, 30)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_makes_the_entry_missing()
    {
        var cache = new ContentCache(_directory);
        cache.Write(Kind, s_key, [1, 2, 3]);
        CachedPart part = cache.WritePart(CacheKind.Code, "p", [1, 2, 3]);
        foreach (string name in (string[])[s_key, part.Name])
        {
            byte[] whole = File.ReadAllBytes(FileOf(name));
            for (int at = 0; at < whole.Length; at++)
            {
                byte[] bytes = [.. whole];
                bytes[at] ^= 1;
                File.WriteAllBytes(FileOf(name), bytes);
                Assert.Null(cache.TryRead(Kind, name));
                Assert.Null(cache.TryReadPart(CacheKind.Code, "p", part with { Name = name }));
            }
        }
        cache.Write(Kind, s_key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], cache.TryRead(Kind, s_key));
        cache.WritePart(CacheKind.Code, "p", [1, 2, 3]);
        Assert.Equal([1, 2, 3], cache.TryReadPart(CacheKind.Code, "p", part));
    }

    [Fact]
    public void A_record_under_another_key_is_none()
    {
        var cache = new ContentCache(_directory);
        cache.Write(Kind, s_key, [1]);
        cache.Write(Kind, s_other, [2]);
        byte[] one = File.ReadAllBytes(FileOf(s_key));
        File.Copy(FileOf(s_other), FileOf(s_key), overwrite: true);
        File.WriteAllBytes(FileOf(s_other), one);
        Assert.Null(cache.TryRead(Kind, s_key));
        Assert.Null(cache.TryRead(Kind, s_other));
    }

    [Fact]
    public void A_record_of_another_kind_is_none()
    {
        var cache = new ContentCache(_directory);
        cache.Write(CacheKind.Package, s_key, [1]);
        Assert.Null(cache.TryRead(CacheKind.Link, s_key));
    }

    [Fact]
    public void A_part_of_another_package_or_kind_is_none()
    {
        var cache = new ContentCache(_directory);
        CachedPart part = cache.WritePart(CacheKind.Code, "p", [1, 2, 3]);
        Assert.Null(cache.TryReadPart(CacheKind.Code, "q", part));
        Assert.Null(cache.TryReadPart(CacheKind.Interface, "p", part));
        Assert.NotEqual(part.Name, cache.WritePart(CacheKind.Code, "q", [1, 2, 3]).Name);
        Assert.NotEqual(part.Name, cache.WritePart(CacheKind.Interface, "p", [1, 2, 3]).Name);
    }

    [Fact]
    public void Equal_parts_are_stored_once()
    {
        var cache = new ContentCache(_directory);
        CachedPart part = cache.WritePart(CacheKind.Code, "p", [1, 2, 3]);
        long written = cache.Written;
        Assert.Equal(part, cache.WritePart(CacheKind.Code, "p", [1, 2, 3]));
        Assert.Equal(written, cache.Written);
    }

    public static TheoryData<string> Obstacles
        => ["truncated", "empty", "zeros", "longer", "folder", "full folder", "link to itself", "dead link", "link to the other", "pipe",
            "file for folder"];

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void Whatever_lies_in_the_place_of_an_entry_counts_as_missing_and_gives_way(string obstacle)
    {
        var cache = new ContentCache(_directory);
        cache.Write(Kind, s_key, new byte[1000]);
        cache.Write(Kind, s_other, new byte[1000]);
        CachedPart part = cache.WritePart(CacheKind.Code, "p", new byte[1000]),
            second = cache.WritePart(CacheKind.Code, "q", new byte[1000]);
        Replace(FileOf(s_key), FileOf(s_other), obstacle);
        Replace(FileOf(part.Name), FileOf(second.Name), obstacle);
        Assert.Null(cache.TryRead(Kind, s_key));
        Assert.Null(cache.TryReadPart(CacheKind.Code, "p", part));
        Assert.Equal(obstacle == "zeros", cache.Has(part));
        cache.Write(Kind, s_key, new byte[1000]);
        cache.WritePart(CacheKind.Code, "p", new byte[1000]);
        Assert.Equal(new byte[1000], cache.TryRead(Kind, s_key));
        Assert.Equal(new byte[1000], cache.TryReadPart(CacheKind.Code, "p", part));
        Assert.Null(cache.WriteFailure);
    }

    private static void Replace(string file, string other, string obstacle)
    {
        byte[] bytes = File.ReadAllBytes(file);
        File.Delete(file);
        switch (obstacle)
        {
            case "truncated":
                File.WriteAllBytes(file, bytes[..500]);
                break;
            case "empty":
                File.WriteAllBytes(file, []);
                break;
            case "zeros":
                File.WriteAllBytes(file, new byte[bytes.Length]);
                break;
            case "longer":
                File.WriteAllBytes(file, [.. bytes, 0]);
                break;
            case "folder":
                Directory.CreateDirectory(file);
                break;
            case "full folder":
                Directory.CreateDirectory(Path.Combine(file, "a"));
                File.WriteAllText(Path.Combine(file, "a", "b"), "");
                break;
            case "link to itself":
                File.CreateSymbolicLink(file, file);
                break;
            case "dead link":
                File.CreateSymbolicLink(file, "/nowhere/at/all");
                break;
            case "link to the other":
                File.CreateSymbolicLink(file, other);
                break;
            case "pipe":
                Process.Start("mkfifo", [file]).WaitForExit();
                break;
            default:
                Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
                File.WriteAllText(Path.GetDirectoryName(file)!, "");
                break;
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_reported_and_not_fatal()
    {
        string blocked = Path.Combine(_directory, "file");
        File.WriteAllText(blocked, "");
        var cache = new ContentCache(blocked);
        cache.Write(Kind, s_key, [1]);
        Assert.NotNull(cache.WriteFailure);
        Assert.Null(cache.TryRead(Kind, s_key));
    }

    [Fact]
    public void Parallel_writers_of_one_key_leave_a_whole_entry()
    {
        var cache = new ContentCache(_directory);
        byte[] content = new byte[100_000];
        Parallel.For(0, 50, _ => cache.Write(Kind, s_key, content));
        Assert.Equal(content, cache.TryRead(Kind, s_key));
        Assert.Empty(Directory.EnumerateFiles(_directory, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Use_is_marked_once_an_hour()
    {
        var cache = new ContentCache(_directory);
        CachedPart part = cache.WritePart(CacheKind.Code, "p", [1]);
        DateTime recently = DateTime.UtcNow - TimeSpan.FromMinutes(30), before = DateTime.UtcNow - TimeSpan.FromMinutes(90);
        File.SetLastWriteTimeUtc(FileOf(part.Name), recently);
        Assert.True(cache.Has(part));
        Assert.Equal(recently, File.GetLastWriteTimeUtc(FileOf(part.Name)));
        File.SetLastWriteTimeUtc(FileOf(part.Name), before);
        Assert.True(cache.Has(part));
        Assert.True(File.GetLastWriteTimeUtc(FileOf(part.Name)) > recently);
    }
}
