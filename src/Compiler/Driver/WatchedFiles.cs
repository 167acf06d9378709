namespace Go.Compiler.Driver;

/// <summary>
/// The files that a build read, and the folders that they are in, as they were when they were looked at: a file that comes or goes changes
/// its folder.
/// </summary>
internal sealed class WatchedFiles
{
    private readonly SortedDictionary<string, (DateTime Time, long Length)> _state = new(StringComparer.Ordinal);

    private WatchedFiles()
    {
    }

    /// <param name="inputsFile">A line for each file (<see cref="BuildReport.InputFiles"/>); without it the Go files below the folder
    /// count.</param>
    /// <param name="directory">The project's folder.</param>
    public static WatchedFiles Of(string inputsFile, string directory)
    {
        var watched = new WatchedFiles();
        string[] files = File.Exists(inputsFile) ? File.ReadAllLines(inputsFile)
            : Directory.GetFiles(directory, "*.go", SearchOption.AllDirectories);
        foreach (string file in files)
        {
            watched._state[file] = StateOf(file);
            if (Path.GetDirectoryName(file) is { } folder)
            {
                watched._state[folder] = StateOf(folder);
            }
        }
        watched._state[directory] = StateOf(directory);
        return watched;
    }

    /// <summary>One that is not as it was, a file rather than its folder; null when all are.</summary>
    public string? FirstChange()
    {
        string? folder = null;
        foreach ((string path, (DateTime Time, long Length) state) in _state)
        {
            if (StateOf(path) == state)
            {
                continue;
            }
            if (state.Length >= 0)
            {
                return path;
            }
            folder ??= path;
        }
        return folder;
    }

    private static (DateTime, long) StateOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (Directory.GetLastWriteTimeUtc(path), -1);
    }
}
