namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>Commands of scripts that change files.</summary>
internal static class ScriptFiles
{
    public static void Copy(ScriptState state, IReadOnlyList<string> words)
    {
        string target = state.PathOf(words[^1]);
        bool isFolder = Directory.Exists(target);
        if (words.Count > 2 && !isFolder)
        {
            throw new ScriptFailure($"{target} is no folder");
        }
        foreach (string word in words.Take(words.Count - 1))
        {
            string source = state.PathOf(word), file = isFolder ? Path.Combine(target, Path.GetFileName(source)) : target;
            bool isText = word is "stdout" or "stderr";
            byte[] content = isText ? System.Text.Encoding.UTF8.GetBytes(word == "stdout" ? state.Output : state.Errors)
                : File.ReadAllBytes(source);
            bool isNew = !File.Exists(file);
            File.WriteAllBytes(file, content);
            if (isNew && !isText)
            {
                File.SetUnixFileMode(file, File.GetUnixFileMode(source));
            }
        }
    }

    public static void MakeFolders(ScriptState state, IReadOnlyList<string> words)
    {
        foreach (string word in words)
        {
            Directory.CreateDirectory(state.PathOf(word));
        }
    }

    public static void Move(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to, overwrite: true);
        }
    }

    public static void Remove(ScriptState state, IReadOnlyList<string> words)
    {
        foreach (string word in words)
        {
            Remove(state.PathOf(word));
        }
    }

    /// <summary>Removes a file or a folder with all in it, also where the module cache has taken the right to write.</summary>
    public static void Remove(string path)
    {
        if (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }
        else if (Directory.Exists(path))
        {
            MakeWritable(path);
            Directory.Delete(path, recursive: true);
        }
    }

    private static void MakeWritable(string folder)
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.UserRead | UnixFileMode.UserWrite
            | UnixFileMode.UserExecute);
        foreach (DirectoryInfo inner in new DirectoryInfo(folder).EnumerateDirectories())
        {
            if (inner.LinkTarget is null)
            {
                MakeWritable(inner.FullName);
            }
        }
    }
}
