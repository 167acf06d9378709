using System.Diagnostics;

namespace Go.Compiler.Tests.VersionControl;

/// <summary>A work tree in a temporary folder, made by the git program; without it there is nothing to compare with.</summary>
internal sealed class GitWorkTree : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("git-home-").FullName;
    private int _seconds;

    public GitWorkTree(params string[] initOptions)
    {
        Root = Directory.CreateTempSubdirectory("git-tree-").FullName;
        Git(["init", "-q", "-b", "main", .. initOptions]);
    }

    public string Root { get; }

    /// <summary>The environment in which git and we run: no settings of whoever runs the tests.</summary>
    public IReadOnlyDictionary<string, string> Variables
        => new Dictionary<string, string> { ["HOME"] = _home, ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["XDG_CONFIG_HOME"] = Path.Combine(_home, ".config") };

    public void Dispose()
    {
        foreach (string folder in (string[])[Root, _home])
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                File.SetAttributes(file, FileAttributes.Normal);
            }
            Directory.Delete(folder, recursive: true);
        }
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Commits everything; each commit is a minute younger than the one before.</summary>
    public string Commit(string message = "change")
    {
        Git("add", "-A");
        Git("commit", "-q", "--allow-empty", "-m", message);
        return Git("rev-parse", "HEAD");
    }

    /// <summary>What git says of changes; empty when there are none.</summary>
    public string Status => Git("status", "--porcelain");

    public string Git(params string[] arguments) => GitIn(Root, arguments);

    public string GitIn(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach ((string name, string value) in Variables)
        {
            start.Environment[name] = value;
        }
        string time = $"2024-03-01T10:{_seconds / 60 % 60:D2}:{_seconds % 60:D2}Z";
        _seconds += arguments[0] == "commit" ? 60 : 0;
        foreach (string who in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{who}_DATE"] = time;
            start.Environment[$"GIT_{who}_NAME"] = "Test";
            start.Environment[$"GIT_{who}_EMAIL"] = "test@example.com";
        }
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd('\n')
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {errors.Result}");
    }
}
