namespace Go.Compiler.RuntimeContract;

/// <summary>
/// The record by which the cryptographic module checks itself before it works in FIPS mode (contract 7.6): magic, sum, the record's own
/// address, and four address ranges in the order text, read-only data, pointer-free data, data with pointers.
/// </summary>
public static class FipsInfoFormat
{
    /// <summary>Sixteen bytes that start the record: 0xFF, " Go fipsinfo ", 0xFF, 0.</summary>
    public static ReadOnlySpan<byte> Magic
        => [0xFF, 0x20, 0x47, 0x6F, 0x20, 0x66, 0x69, 0x70, 0x73, 0x69, 0x6E, 0x66, 0x6F, 0x20, 0xFF, 0x00];

    /// <summary>
    /// What the summed bytes start with; then follows each range: its length as eight bytes, highest first, and its bytes.
    /// </summary>
    public static ReadOnlySpan<byte> SumStart => "go fips object v1\n"u8;

    public const int Sum = 16, Self = 48, Ranges = 56, RangeSize = 16, RangeCount = 4, Size = Ranges + RangeCount * RangeSize;

    /// <summary>Length of the key of the sum (HMAC-SHA256), all zeros.</summary>
    public const int KeySize = 32;
    public const int Alignment = 32;

    /// <summary>Root of the packages that make up the module.</summary>
    private const string Root = "crypto/internal/fips140";

    /// <summary>Package path or symbol: whether it names the module's root package, something below it, or a symbol of those.</summary>
    public static bool IsBelowRoot(string name)
        => name.StartsWith(Root, StringComparison.Ordinal) && (name.Length == Root.Length || name[Root.Length] is '.' or '/');

    /// <summary>Whether a package's code and data are the module's: external tests of its packages are outside.</summary>
    public static bool IsModulePackage(string path) => IsBelowRoot(path) && !IsExternalTest(path);

    /// <summary>Whether a path is that of an external test package.</summary>
    public static bool IsExternalTest(string path) => path.EndsWith("_test", StringComparison.Ordinal);
}
