using System.Diagnostics;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>A git repository of a test, below a folder that a loopback server shows (the protocol that needs files only).</summary>
internal sealed class TestGit
{
    private int _commits;

    public TestGit(string folder, params string[] initOptions)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        Run(["init", "-q", "-b", "main", .. initOptions]);
        Run("config", "user.name", "test");
        Run("config", "user.email", "test@example.com");
    }

    public string Folder { get; }

    /// <summary>Writes files (null removes one), commits, and tags. Commits are an hour apart. Returns the commit's name.</summary>
    public string Commit(string[] tags, params (string Name, string? Text)[] files)
    {
        foreach ((string name, string? text) in files)
        {
            string path = Path.Combine(Folder, name);
            if (text is null)
            {
                File.Delete(path);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        string time = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddHours(_commits++).ToString("yyyy-MM-ddTHH:mm:ssZ");
        Run("add", "-A");
        RunAt(time, "commit", "-q", "--allow-empty", "-m", $"commit {_commits}");
        foreach (string tag in tags)
        {
            RunAt(time, "tag", "-a", "-m", tag, tag);
        }
        return Publish();
    }

    /// <summary>Makes what was changed visible to those who fetch. Returns the name of the newest commit.</summary>
    public string Publish()
    {
        Run("update-server-info");
        return Run("rev-parse", "HEAD").Trim();
    }

    public string Run(params string[] arguments) => RunAt("", arguments);

    private string RunAt(string time, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.Environment["GIT_AUTHOR_DATE"] = start.Environment["GIT_COMMITTER_DATE"] = time;
        start.Environment.Remove("GIT_DIR");
        if (time.Length == 0)
        {
            start.Environment.Remove("GIT_AUTHOR_DATE");
            start.Environment.Remove("GIT_COMMITTER_DATE");
        }
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }
}
