using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.ExportData;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Export;

/// <summary>
/// Go's unified export data. That Go's own reader takes it is tested with Go's packages (tests/Sdk, and the suite std's go/importer).
/// </summary>
public sealed class UnifiedExportTests
{
    [Fact]
    public void The_container_is_as_Go_has_it()
    {
        var files = new SourceFileTable();
        var package = new Package("p", "p");
        Assert.Null(package.Scope.Insert(new ConstantObject(default, package, "C", Universe.Basic(BasicKind.Int), ConstantValue.Of(-3))));
        Assert.Null(package.Scope.Insert(new ConstantObject(default, package, "d", Universe.Basic(BasicKind.Int), ConstantValue.Of(4))));
        byte[] bytes = UnifiedWriter.Write(package, files);
        var expected = new List<byte>();
        void Words(params int[] words) => expected.AddRange(words.SelectMany(BitConverter.GetBytes));
        Words(5, 0);
        Words(2, 3, 3, 4, 5, 6, 7, 8, 9, 9); // where the sections end: p, C; root; -; package; name; type; object; extension; dictionary; -
        byte[][] elements =
        [
            "p"u8.ToArray(), "C"u8.ToArray(),
            [2, 3, 0, 6, 0, 0, 1, 1, 0], // root: the package; one object, without type arguments
            [1, 0, 0, 0, 0, 0],          // package: path, name, no imports
            [2, 3, 0, 0, 1, 0, 1, 1],    // name: package, C, a constant
            [0, 0, 2],                   // type: basic, int
            [1, 5, 0, 0, 0, 0, 0, 2, 5], // object: no place, type, not complex, int64, -3
            [0],
            [0, 0, 0, 0, 0],             // dictionary: empty
        ];
        int end = 0;
        foreach (byte[] element in elements)
        {
            Words(end += element.Length);
        }
        expected.AddRange(elements.SelectMany(e => e));
        Assert.Equal(Convert.ToHexString([.. expected]), Convert.ToHexString(bytes.AsSpan(0, bytes.Length - 8)));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(0, bytes.Length - 8))[..8], bytes[^8..]);
    }

    [Fact]
    public void The_archive_is_as_Go_has_it()
    {
        string text = Encoding.Latin1.GetString(PackageArchive.Write("linux amd64 go1.27", [1, 2], [3]));
        Assert.Equal(
            "!<arch>\n__.PKGDEF       0           0     0     644     40        `\ngo object linux amd64 go1.27\n$$B\nu\u0001\u0002\n$$\n"
            + "_code           0           0     0     644     1         `\n\u0003\n", text);
    }

    /// <summary>Whether a package has just been checked or comes from the cache: importers find the same file.</summary>
    [Theory]
    [InlineData("sort")]
    [InlineData("iter")]
    [InlineData("sync/atomic")]
    [InlineData("go/token")]
    [InlineData("math/big")]
    public void Packages_from_the_cache_give_the_same_bytes(string path)
    {
        var library = new StandardLibrary();
        library.Load(path);
        Dictionary<string, byte[]> parts = [];
        foreach ((string p, var package) in library.Packages)
        {
            parts.Add(p, ExportWriter.Write(package!.Package, library.Files, _ => null).Bytes);
        }
        byte[] fresh = UnifiedWriter.Write(library.Packages[path]!.Package, library.Files, parts[path]);
        var files = new SourceFileTable();
        byte[] cached = UnifiedWriter.Write(new PackageTable(files, parts.GetValueOrDefault).Import(path), files, parts[path]);
        Assert.Equal(Convert.ToHexString(fresh), Convert.ToHexString(cached));
    }
}
