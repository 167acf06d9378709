using Go.Compiler.Syntax;

namespace Go.Compiler.Tests.Syntax;

public sealed class StandardLibraryParseTests
{
    private static IEnumerable<string> SourceFiles() => Directory
        .EnumerateFiles(Path.Combine(GoSources.Root, "src"), "*.go", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}testdata{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Damage => "{}()[];,.=:*<-\"'`x1\0\n "u8;

    [Fact]
    public void Every_file_parses_without_error()
    {
        int count = 0;
        foreach (string path in SourceFiles())
        {
            count++;
            string[] errors = Parsed.Bytes(File.ReadAllBytes(path), path).Errors;
            Assert.True(errors.Length == 0, $"{path}: {string.Join('\n', errors)}");
        }
        Assert.True(count > 1000);
    }

    [Fact]
    public void Printed_source_parses_to_the_same_text()
    {
        foreach (string path in SourceFiles())
        {
            string first = SyntaxPrinter.Print(Parsed.Bytes(File.ReadAllBytes(path), path).File);
            Parsed again = Parsed.Source(first);
            Assert.True(again.Errors.Length == 0, $"{path}: {string.Join('\n', again.Errors.Take(3))}");
            string second = SyntaxPrinter.Print(again.File);
            Assert.True(first == second, path);
        }
    }

    /// <summary>Cut anywhere, a file gives errors but never a crash.</summary>
    [Fact]
    public void Truncated_and_damaged_files_do_not_crash()
    {
        var random = new Random(1);
        foreach (string path in SourceFiles().Where((_, i) => i % 40 == 0))
        {
            byte[] content = File.ReadAllBytes(path);
            byte[] cut = content[..random.Next(content.Length + 1)];
            Assert.NotNull(Parsed.Bytes(cut, path).File);
            for (int i = 0; i < 20 && content.Length > 0; i++)
            {
                content[random.Next(content.Length)] = Damage[random.Next(Damage.Length)];
            }
            SyntaxPrinter.Print(Parsed.Bytes(content, path).File);
        }
    }
}
