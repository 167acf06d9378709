using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Architecture;

/// <summary>
/// Whoever decides what a build is made of asks the file system through <c>FileSystem.IFileView</c> and nothing around it: what was asked
/// is written down, and a build that finds all answers unchanged does nothing. A question that is put elsewhere is a change that nobody
/// notices.
/// </summary>
public sealed partial class FileAccessTests
{
    private static readonly string[] s_rooms = ["Modules", "Packages", "Build"];

    [Fact]
    public void Loading_rooms_look_at_files_and_environment_only_through_the_view()
    {
        Dictionary<string, string> exceptions = Exceptions();
        var wrong = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (string room in s_rooms)
        {
            foreach (string file in Repository.Sources(Path.Combine(Repository.Compiler, room)))
            {
                string name = Path.GetRelativePath(Repository.Compiler, file).Replace(Path.DirectorySeparatorChar, '/');
                foreach (string found in Access().Matches(File.ReadAllText(file)).Select(m => m.Value).Distinct())
                {
                    if (exceptions.ContainsKey(name))
                    {
                        used.Add(name);
                    }
                    else
                    {
                        wrong.Add($"{name}: {found}: use IFileView, or say in tests/Architecture/file-access-exceptions.txt why no build's result depends on it");
                    }
                }
            }
        }
        Assert.Empty(wrong);
        Assert.Empty(exceptions.Keys.Except(used));
        Assert.DoesNotContain(exceptions, e => e.Value.Length < 20);
    }

    [Theory]
    [InlineData("if (File.Exists(path))", true)]
    [InlineData("list = Directory.EnumerateFiles;", true)]
    [InlineData("new FileInfo(path)", true)]
    [InlineData("Environment.GetEnvironmentVariable(\"GOWORK\")", true)]
    [InlineData("view.FileExists(path)", false)]
    [InlineData("modFile.Directory", false)]
    [InlineData("module.Directory.Length", false)]
    public void The_pattern_finds_what_it_is_for(string source, bool isFound) => Assert.Equal(isFound, Access().IsMatch(source));

    /// <summary>File, a colon, the reason.</summary>
    private static Dictionary<string, string> Exceptions()
    {
        var exceptions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Architecture", "file-access-exceptions.txt")))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                string[] parts = line.Split(": ", 2);
                exceptions.Add(parts[0], parts.Length > 1 ? parts[1] : "");
            }
        }
        return exceptions;
    }

    [GeneratedRegex(@"(?<![\w.])(?:System\.IO\.)?(?:File|Directory)\.(?:Exists|Read|Open|Enumerate|Get|Write|Create|Append|Copy|Move|Delete|Resolve|Set|Replace)\w*|\bnew (?:FileInfo|DirectoryInfo|FileStream|StreamReader|FileSystemEnumerable|FileSystemWatcher)\b(?!\(new MemoryStream)|\bRandomAccess\.|\bEnvironment\.(?:GetEnvironmentVariable|GetFolderPath|ExpandEnvironmentVariables)")]
    private static partial Regex Access();
}
