using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

public sealed class ContentCacheTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private readonly string _directory = Directory.CreateTempSubdirectory("cache-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_written_is_read_back()
    {
        new ContentCache(_directory).Write(Key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], new ContentCache(_directory).TryRead(Key));
    }

    [Fact]
    public void A_missing_entry_is_null() => Assert.Null(new ContentCache(_directory).TryRead(Key));

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(50)]
    public void A_flipped_bit_anywhere_makes_the_entry_missing(int at)
    {
        var cache = new ContentCache(_directory);
        cache.Write(Key, [1, 2, 3]);
        string file = Path.Combine(_directory, Key[..2], Key);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Null(cache.TryRead(Key));
        cache.Write(Key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], cache.TryRead(Key));
    }

    [Fact]
    public void A_truncated_entry_is_missing()
    {
        var cache = new ContentCache(_directory);
        cache.Write(Key, new byte[1000]);
        using (FileStream f = File.OpenWrite(Path.Combine(_directory, Key[..2], Key)))
        {
            f.SetLength(500);
        }
        Assert.Null(cache.TryRead(Key));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_reported_and_not_fatal()
    {
        string blocked = Path.Combine(_directory, "file");
        File.WriteAllText(blocked, "");
        var cache = new ContentCache(blocked);
        cache.Write(Key, [1]);
        Assert.NotNull(cache.WriteFailure);
        Assert.Null(cache.TryRead(Key));
    }

    [Fact]
    public void Parallel_writers_of_one_key_leave_a_whole_entry()
    {
        var cache = new ContentCache(_directory);
        byte[] content = new byte[100_000];
        Parallel.For(0, 50, _ => cache.Write(Key, content));
        Assert.Equal(content, cache.TryRead(Key));
    }
}
