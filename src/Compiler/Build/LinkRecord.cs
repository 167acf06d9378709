using System.Buffers.Binary;
using System.Security.Cryptography;
using Go.Compiler.Link;

namespace Go.Compiler.Build;

/// <summary>
/// Remembers in the cache what a program was linked from and what the file looked like, so that a build that changes nothing need not link.
/// The file is trusted only if size, time, permission and contents are those that were written.
/// </summary>
internal sealed class LinkRecord(ContentCache cache, string outputPath)
{
    private const int HashSize = SHA256.HashSizeInBytes;
    private const int RecordSize = HashSize + 8 + 8 + HashSize;
    private readonly string _key = KeyOf(outputPath);

    /// <summary>Hash of everything the program depends on.</summary>
    public static byte[] InputsOf(LinkOptions options, IEnumerable<CompiledPackage> packages)
    {
        using var hash = new KeyHasher("link");
        hash.Text(options.Target.ToString());
        hash.Text(string.Join(',', options.Target.ImpliedTags));
        hash.Text(options.BuildVersion);
        hash.Text(options.ModuleInfo);
        hash.Text(options.GodebugDefault);
        hash.Text(options.DefaultGoRoot);
        hash.Text(options.EntrySymbol ?? "");
        hash.Flag(options.AllSymbols);
        hash.Flag(options.StripSymbols);
        hash.Flag(options.IsPositionIndependent);
        hash.Flag(options.IsWindowed);
        hash.Number(options.Resources.Count);
        foreach (Images.ImageResource resource in options.Resources)
        {
            hash.Text($"{resource.Kind} {resource.Name} {resource.Language}");
            hash.Bytes(resource.Content);
        }
        hash.Text(options.Interpreter ?? "");
        hash.Text($"{options.TextAddress} {options.DataAddress} {options.SegmentAlignment}");
        hash.Text($"{options.FunctionAlignment} {options.LayoutSeed}");
        hash.Text(options.BuildId ?? "made");
        hash.Text(options.SystemBuildId ?? "made");
        hash.Flag(options.CheckLinkname);
        hash.Number(options.Variables.Count);
        foreach (Link.LinkVariable variable in options.Variables)
        {
            hash.Text(variable.Name);
            hash.Text(variable.Value);
            hash.Flag(variable.IsOptional);
        }
        foreach (CompiledPackage package in packages)
        {
            hash.Text(package.Loaded.FullPath);
            hash.Text(package.Entry!.Code.Name);
        }
        return hash.Finish();
    }

    /// <summary>The file is there as it was written when it was linked from the same inputs.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> inputs)
    {
        cache.Mark(_key);
        return cache.TryRead(CacheKind.Link, _key) is { Length: RecordSize } record && record.AsSpan(0, HashSize).SequenceEqual(inputs)
            && Describe(outputPath) is { } present && present.AsSpan().SequenceEqual(record.AsSpan(HashSize));
    }

    /// <summary>Notes that the file has just been written.</summary>
    public void Store(ReadOnlySpan<byte> inputs)
    {
        if (Describe(outputPath) is { } written)
        {
            cache.Write(CacheKind.Link, _key, [.. inputs, .. written]);
        }
    }

    /// <summary>Size, time and contents; null when it is not a readable, executable file.</summary>
    private static byte[]? Describe(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) == 0)
            {
                return null;
            }
            byte[] record = new byte[8 + 8 + HashSize];
            BinaryPrimitives.WriteInt64LittleEndian(record, file.Length);
            BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(8), file.LastWriteTimeUtc.Ticks);
            using FileStream stream = file.OpenRead();
            SHA256.HashData(stream, record.AsSpan(16));
            return record;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string KeyOf(string outputPath)
    {
        using var hash = new KeyHasher("link record");
        hash.Text(outputPath);
        return Convert.ToHexStringLower(hash.Finish());
    }
}
