using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

public sealed class CacheTrimmingTests : IDisposable
{
    private const int Size = 10_000;
    private readonly string _directory = Directory.CreateTempSubdirectory("trim-test-").FullName;
    private readonly CachedPart[] _parts = new CachedPart[10];

    /// <summary>Ten parts, each used a day before the next.</summary>
    public CacheTrimmingTests()
    {
        var cache = new ContentCache(_directory);
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i] = cache.WritePart(CacheKind.Code, "p" + i, new byte[Size]);
            File.SetLastWriteTimeUtc(FileOf(i), DateTime.UtcNow - TimeSpan.FromDays(_parts.Length - i));
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string FileOf(int i) => Path.Combine(_directory, _parts[i].Name[..2], _parts[i].Name);

    private int[] Left() => [.. Enumerable.Range(0, _parts.Length).Where(i => File.Exists(FileOf(i)))];

    [Fact]
    public void What_was_used_longest_ago_goes_first_until_there_is_room()
    {
        CacheTrimming.Run(_directory, 6 * Size);
        Assert.Equal([5, 6, 7, 8, 9], Left());
        Assert.InRange(CacheTrimming.SizeOf(_directory), 5 * Size, 6 * Size);
    }

    [Fact]
    public void Use_keeps_a_part()
    {
        Assert.True(new ContentCache(_directory).Has(_parts[0]));
        CacheTrimming.Run(_directory, 3 * Size);
        Assert.Equal([0, 9], Left());
    }

    [Fact]
    public void What_nobody_asks_for_in_a_month_goes_without_need()
    {
        File.SetLastWriteTimeUtc(FileOf(4), DateTime.UtcNow - TimeSpan.FromDays(31));
        CacheTrimming.Run(_directory, long.MaxValue);
        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8, 9], Left());
    }

    [Fact]
    public void A_build_trims_when_a_day_has_passed_or_the_limit_is_passed()
    {
        CacheTrimming.AfterBuild(new ContentCache(_directory), long.MaxValue);
        Assert.Equal(10, Left().Length);
        // Trimmed just now, and nothing written since: nobody looks, whatever the limit.
        CacheTrimming.AfterBuild(new ContentCache(_directory), Size);
        Assert.Equal(10, Left().Length);
        var cache = new ContentCache(_directory);
        cache.WritePart(CacheKind.Code, "new", new byte[Size]);
        CacheTrimming.AfterBuild(cache, 20 * Size);
        Assert.Equal(10, Left().Length);
        cache = new ContentCache(_directory);
        cache.WritePart(CacheKind.Code, "newer", new byte[Size]);
        CacheTrimming.AfterBuild(cache, 8 * Size);
        Assert.Equal([5, 6, 7, 8, 9], Left());
        File.SetLastWriteTimeUtc(Path.Combine(_directory, "trimmed"), DateTime.UtcNow - TimeSpan.FromHours(25));
        CacheTrimming.AfterBuild(new ContentCache(_directory), 4 * Size);
        Assert.Equal([9], Left());
    }

    [Fact]
    public void What_is_not_the_caches_own_stays()
    {
        string other = Path.Combine(_directory, "mine", "file");
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.WriteAllText(other, "");
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow - TimeSpan.FromDays(100));
        CacheTrimming.Run(_directory, 0);
        Assert.Empty(Left());
        CacheTrimming.Clear(_directory);
        Assert.True(File.Exists(other));
    }

    [Fact]
    public void Only_one_trims_at_a_time()
    {
        using (new FileStream(Path.Combine(_directory, "trim.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            CacheTrimming.Run(_directory, 0);
        }
        Assert.Equal(10, Left().Length);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1000", 1000L)]
    [InlineData("2K", 2048L)]
    [InlineData("3MB", 3L << 20)]
    [InlineData("5GiB", 5L << 30)]
    [InlineData("1t", 1L << 40)]
    [InlineData("off", long.MaxValue)]
    public void Limits(string text, long limit) => Assert.Equal(limit, CacheTrimming.ParseLimit(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5G")]
    [InlineData("G")]
    [InlineData("5 G")]
    [InlineData("9999999999T")]
    [InlineData("none")]
    public void What_is_no_limit(string text) => Assert.Null(CacheTrimming.ParseLimit(text));
}
