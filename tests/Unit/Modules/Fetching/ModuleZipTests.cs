using System.IO.Compression;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Fetching;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>Zips of modules that are hostile or damaged: refused with a code, and nothing of them stays.</summary>
public sealed class ModuleZipTests : IDisposable
{
    private const string Start = "example.com/a@v1.0.0/";
    private readonly TestModules _modules = new();

    public void Dispose() => _modules.Dispose();

    [Theory]
    [InlineData("example.com/a@v1.0.0/b/../evil", "file path is not clean")]
    [InlineData("../evil", "has unexpected file ../evil")]
    [InlineData("/evil", "has unexpected file /evil")]
    [InlineData("example.com/a@v1.0.1/a.go", "has unexpected file example.com/a@v1.0.1/a.go")]
    [InlineData("example.com/a@v1.0.0//evil", "malformed file path \"/evil\"")]
    [InlineData("example.com/a@v1.0.0/../evil", "malformed file path \"../evil\": invalid path element \"..\"")]
    [InlineData("example.com/a@v1.0.0/a\\..\\evil", "invalid char '\\\\'")]
    [InlineData("example.com/a@v1.0.0/aux.go", "\"aux\" disallowed as path element component on Windows")]
    [InlineData("example.com/a@v1.0.0/a:b", "invalid char ':'")]
    [InlineData("example.com/a@v1.0.0/a.", "trailing dot in path element")]
    [InlineData("example.com/a@v1.0.0/sub/go.mod", "go.mod file not in module root directory")]
    [InlineData("example.com/a@v1.0.0/Go.Mod", "go.mod files must have lowercase names")]
    [InlineData("example.com/a@v1.0.0/A.go", "case-insensitive file name collision: \"a.go\" and \"A.go\"")]
    [InlineData("example.com/a@v1.0.0/A.GO/b", "case-insensitive file name collision: \"a.go\" and \"A.GO\"")]
    [InlineData("example.com/a@v1.0.0/a.go/b", "entry \"a.go\" is both a file and a directory")]
    [InlineData("example.com/a@v1.0.0/a.go", "multiple entries for file \"a.go\"")]
    public void Entry_with_a_forbidden_name_refuses_the_zip(string entry, string problem)
    {
        ModuleVersion module = _modules.PublishEntries("example.com/a", "v1.0.0", [(Start + "a.go", "package a\n"), (entry, "x")]);
        AssertRefused(module, problem);
    }

    [Fact]
    public void Symbolic_link_refuses_the_zip()
    {
        ModuleVersion module = _modules.PublishEntries("example.com/a", "v1.0.0", [(Start + "a.go", "package a\n")]);
        using (ZipArchive zip = ZipFile.Open(_modules.ZipOf(module), ZipArchiveMode.Update))
        {
            ZipArchiveEntry link = zip.CreateEntry(Start + "link");
            using (Stream stream = link.Open())
            {
                stream.Write("/etc/passwd"u8);
            }
            link.ExternalAttributes = unchecked((int)0xa1ff0000);
        }
        AssertRefused(module, "link: not a regular file");
    }

    [Fact]
    public void Sizes_have_limits()
    {
        ModuleVersion module = _modules.PublishEntries("example.com/a", "v1.0.0",
            [(Start + "a.go", "package a\n"), (Start + "LICENSE", "free")]);
        Patch(module, "LICENSE", 24, BitConverter.GetBytes((16 << 20) + 1));
        AssertRefused(module, "");
        ModuleVersion bomb = _modules.Publish("example.com/bomb", "v1.0.0", ("a.go", "package a\n"));
        Patch(bomb, "a.go", 24, BitConverter.GetBytes(600 << 20));
        AssertRefused(bomb, "");
    }

    [Theory]
    [InlineData(24, 3, "zip: checksum error")]
    [InlineData(24, 300, "unexpected EOF")]
    [InlineData(16, 12345, "zip: checksum error")]
    public void Entry_that_lies_about_its_content_refuses_the_zip(int field, int value, string problem)
    {
        ModuleVersion module = _modules.Publish("example.com/a", "v1.0.0", ("a.go", "package a\n"), ("b.go", new string('b', 200)));
        Patch(module, "b.go", field, BitConverter.GetBytes(value));
        AssertRefused(module, problem);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-1)]
    [InlineData(-30)]
    public void Truncated_zip_is_refused(int length)
    {
        ModuleVersion module = _modules.PublishHello();
        byte[] whole = File.ReadAllBytes(_modules.ZipOf(module));
        File.WriteAllBytes(_modules.ZipOf(module), whole[..(length < 0 ? whole.Length + length : length)]);
        AssertRefused(module, "not a valid zip file");
    }

    [Fact]
    public void Zip_of_zeros_is_refused()
    {
        ModuleVersion module = _modules.PublishHello();
        File.WriteAllBytes(_modules.ZipOf(module), new byte[4096]);
        AssertRefused(module, "not a valid zip file");
    }

    [Fact]
    public void Good_zip_after_a_bad_one_works()
    {
        ModuleVersion module = _modules.PublishHello();
        byte[] whole = File.ReadAllBytes(_modules.ZipOf(module));
        File.WriteAllBytes(_modules.ZipOf(module), whole[..100]);
        AssertRefused(module, "");
        File.WriteAllBytes(_modules.ZipOf(module), whole);
        using ModuleSource source = _modules.Source();
        Assert.True(File.Exists(Path.Combine(source.Directory(module, CancellationToken.None), "hello.go")));
    }

    private void AssertRefused(ModuleVersion module, string problem)
    {
        using ModuleSource source = _modules.Source();
        ModuleException e = Assert.Throws<ModuleException>(() => source.Directory(module, CancellationToken.None));
        Assert.Equal(Catalogue.InvalidModuleZip, e.Descriptor);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(source.Cache.Folder(module)));
        Assert.False(File.Exists(source.Cache.File(module, "partial")));
        Assert.Empty(Directory.EnumerateFiles(_modules.Cache, "*.tmp", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(_modules.Root, "evil", SearchOption.AllDirectories));
    }

    // Overwrites a field of an entry in the directory at the end of the zip.
    private void Patch(ModuleVersion module, string name, int field, byte[] value)
    {
        byte[] zip = File.ReadAllBytes(_modules.ZipOf(module));
        byte[] entry = Encoding.ASCII.GetBytes($"{module.Path}@{module.Version}/{name}");
        int at = zip.AsSpan().LastIndexOf(entry) - 46;
        Assert.Equal(0x02014b50, BitConverter.ToInt32(zip, at));
        value.CopyTo(zip, at + field);
        File.WriteAllBytes(_modules.ZipOf(module), zip);
    }
}
