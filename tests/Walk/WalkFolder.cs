using System.Globalization;
using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Walk;

/// <summary>
/// The files of a walk, and the random changes to them. What a change did is said in words, so that a failure can be repeated by hand.
/// </summary>
internal sealed partial class WalkFolder(string root, WalkShape shape, Random random)
{
    private int _count;

    public string Root => root;

    public string Project => Path.GetFullPath(Path.Combine(root, shape.Project));

    public void Create()
    {
        foreach ((string name, string text) in shape.Files)
        {
            Write(name, text);
        }
        Write(Path.Combine(shape.Project, "app.goproj"), "<Project Sdk=\"Go.Sdk\" />\n");
    }

    /// <summary>Makes one change and says what.</summary>
    public string Change() => random.Next(22) switch
    {
        0 or 1 or 2 => Edit(isSetBack: false),
        3 or 4 => Edit(isSetBack: true),
        5 => Touch(),
        6 or 7 => Add(),
        8 or 9 => Remove(),
        10 => Rename(),
        11 => Link(),
        12 => Restore(),
        13 => AddFolder(),
        14 => RemoveFolder(),
        15 => NestModule(),
        16 or 17 => ChangeModule(),
        18 => Retype(),
        19 => AddUnrelated(),
        20 => CopyOlder(),
        _ => Break(),
    };

    /// <summary>Takes away what steps have added and puts back the files of the beginning.</summary>
    public string Repair()
    {
        foreach (string file in Files())
        {
            File.Delete(Path.Combine(root, file));
        }
        Create();
        return "begin again";
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        // An editor replaces a link's target or the link itself; here always the file that is named.
        if (new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }
        File.WriteAllText(path, text);
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    /// <summary>Files that a step may change, without the project file and what builds write.</summary>
    private List<string> Files()
        => [.. Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(f => Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(f => !f.EndsWith(".goproj", StringComparison.Ordinal) && !Output().IsMatch(f)).Order(StringComparer.Ordinal)];

    private string Unused(string extension) => string.Create(CultureInfo.InvariantCulture, $"new{++_count}{extension}");

    private string Edit(bool isSetBack)
    {
        List<string> files = [.. Files().Where(f => File.Exists(Path.Combine(root, f))
            && Number().IsMatch(File.ReadAllText(Path.Combine(root, f))))];
        if (files.Count == 0)
        {
            return Restore();
        }
        string file = Pick(files), path = Path.Combine(root, file);
        DateTime time = File.GetLastWriteTimeUtc(path);
        string text = Number().Replace(File.ReadAllText(path), random.Next(1000, 10000).ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(path, text);
        if (isSetBack)
        {
            File.SetLastWriteTimeUtc(path, time);
        }
        return $"edit {file}{(isSetBack ? ", time set back" : "")}";
    }

    private string Touch()
    {
        string file = Pick(Files()), path = Path.Combine(root, file);
        if (File.Exists(path))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(random.Next(-1000, 10)));
        }
        return $"touch {file}";
    }

    private string Add()
    {
        if (shape.Assets.Count > 0 && random.Next(2) == 0)
        {
            string asset = $"{Pick(shape.Assets)}/{(random.Next(4) == 0 ? "." : "")}{Unused(".txt")}";
            Write(asset, $"asset {random.Next(1000, 10000)}\n");
            return $"add {asset}";
        }
        string folder = Pick(shape.Folders);
        bool isTest = shape.IsTests && random.Next(2) == 0;
        string file = $"{folder}/{Unused(isTest ? "_test.go" : Pick(["_linux.go", "_windows.go", ".go", ".go", ".go"]))}";
        string constraint = Pick(["", "", "//go:build x\n\n", "//go:build !x && linux\n\n", "//go:build y\n\n"]);
        Write(file, $"{constraint}package {PackageOf(folder)}\n\nfunc init() {{ println({random.Next(1000, 10000)}) }}\n");
        return $"add {file}";
    }

    private string PackageOf(string folder)
    {
        foreach (string file in Files())
        {
            if (Path.GetDirectoryName(file) == (folder == "." ? "" : folder) && file.EndsWith(".go", StringComparison.Ordinal)
                && File.Exists(Path.Combine(root, file))
                && PackageClause().Match(File.ReadAllText(Path.Combine(root, file))) is { Success: true } clause
                && !clause.Groups[1].Value.EndsWith("_test", StringComparison.Ordinal))
            {
                return clause.Groups[1].Value;
            }
        }
        return folder == "." || folder == shape.Project ? "main" : folder[(folder.LastIndexOf('/') + 1)..];
    }

    private string Remove()
    {
        // Mostly what steps have added: without the files of the shape itself there is nothing to build.
        List<string> added = [.. Files().Where(f => !shape.Files.ContainsKey(f))];
        string file = added.Count > 0 && random.Next(4) > 0 ? Pick(added) : Pick(Files());
        File.Delete(Path.Combine(root, file));
        return $"remove {file}";
    }

    private string Rename()
    {
        string file = Pick(Files());
        string folder = Path.GetDirectoryName(file) is { Length: > 0 } f ? f + "/" : "";
        string to = folder + Unused(Path.GetExtension(file));
        File.Move(Path.Combine(root, file), Path.Combine(root, to));
        return $"rename {file} to {to}";
    }

    /// <summary>Puts a link in a file's place, to a copy outside of the folders that builds look at.</summary>
    private string Link()
    {
        string file = Pick(Files()), path = Path.Combine(root, file);
        if (!File.Exists(path))
        {
            return Restore();
        }
        string copy = $".elsewhere/{Unused(Path.GetExtension(file))}";
        Write(copy, File.ReadAllText(path));
        File.Delete(path);
        File.CreateSymbolicLink(path, Path.Combine(root, copy));
        return $"link {file} to {copy}";
    }

    /// <summary>Puts back files of the shape that have gone or changed.</summary>
    private string Restore()
    {
        foreach ((string name, string text) in shape.Files)
        {
            if (!File.Exists(Path.Combine(root, name)) || random.Next(3) == 0)
            {
                Write(name, text);
            }
        }
        return "restore the files of the beginning";
    }

    private string AddFolder()
    {
        string parent = Pick([.. shape.Folders, .. shape.Assets]), name = Unused("");
        Write($"{parent}/{name}/x.go", $"package {name}\n\nconst Number = {random.Next(1000, 10000)}\n");
        return $"add folder {parent}/{name}";
    }

    private string RemoveFolder()
    {
        string[] added = [.. Directory.EnumerateDirectories(root, "new*", SearchOption.AllDirectories)
            .Where(d => !Output().IsMatch(Path.GetRelativePath(root, d))).Order(StringComparer.Ordinal)];
        if (added.Length == 0)
        {
            return AddFolder();
        }
        string folder = Pick(added);
        Directory.Delete(folder, recursive: true);
        return $"remove folder {Path.GetRelativePath(root, folder)}";
    }

    /// <summary>Makes a module of a folder below, or undoes it.</summary>
    private string NestModule()
    {
        string[] nested = [.. Files().Where(f => f.EndsWith("/go.mod", StringComparison.Ordinal) && !shape.Files.ContainsKey(f))];
        if (nested.Length > 0)
        {
            File.Delete(Path.Combine(root, Pick(nested)));
            return "remove go.mod of a nested module";
        }
        string folder = Pick([.. shape.Folders, .. shape.Assets]);
        if (folder == "." || shape.Files.ContainsKey(folder + "/go.mod"))
        {
            folder = $"{folder}/{Unused("")}";
            Write($"{folder}/y.go", "package y\n");
        }
        Write($"{folder}/go.mod", "module example.com/nested\n");
        return $"make {folder} a module of its own";
    }

    private string ChangeModule()
    {
        string[] files = [.. Files().Where(f => Path.GetFileName(f) is "go.mod" or "modules.txt" or "go.work" or "other.work"
            && File.Exists(Path.Combine(root, f)))];
        if (files.Length == 0)
        {
            return Restore();
        }
        string file = Pick(files), path = Path.Combine(root, file), text = File.ReadAllText(path);
        int change = random.Next(6);
        text = change switch
        {
            0 => GoLine().Replace(text, $"go 1.{random.Next(21, 28)}"),
            1 when !file.EndsWith("modules.txt", StringComparison.Ordinal) => text + $"\ngodebug panicnil={random.Next(2)}\n",
            2 => text + $"\n// {random.Next()}\n",
            3 when UsedFolder().Match(text) is { Success: true } use => text.Remove(use.Index, use.Length),
            4 when file.EndsWith(".work", StringComparison.Ordinal) => text + "\nreplace example.com/other => ./other\n",
            _ => shape.Files.GetValueOrDefault(file, text),
        };
        File.WriteAllText(path, text);
        return $"change {file} ({change})";
    }

    /// <summary>A file becomes a folder of the same name, or a folder a file.</summary>
    private string Retype()
    {
        string folder = Pick([.. shape.Folders, .. shape.Assets]), name = $"{folder}/{Unused(".go")}";
        Directory.CreateDirectory(Path.Combine(root, name));
        return $"add folder {name}, whose name looks like a file's";
    }

    /// <summary>Something that is no part of any build.</summary>
    private string AddUnrelated()
    {
        string file = Pick([Path.Combine(shape.Project, "README.md"), ".git/HEAD", Path.Combine(shape.Project, "obj", "generated.go"),
            Path.Combine(shape.Project, "bin", "stray.go")]);
        Write(file, $"package broken {random.Next()}\n");
        return $"write {file}";
    }

    /// <summary>As <c>cp -p</c> of an older file over a newer one.</summary>
    private string CopyOlder()
    {
        string edit = Edit(isSetBack: false);
        if (!edit.StartsWith("edit ", StringComparison.Ordinal))
        {
            return edit;
        }
        string path = Path.Combine(root, edit[5..]);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddYears(-2));
        return $"copy an older file over {edit[5..]}";
    }

    private string Break()
    {
        string folder = Pick(shape.Folders), file = $"{folder}/{Unused(".go")}";
        Write(file, Pick([$"package {PackageOf(folder)}\n\nfunc broken() {{ undefined{random.Next(1000, 9999)}() }}\n", "package other\n",
            "packag\n"]));
        return $"add {file}, which does not compile";
    }

    [GeneratedRegex(@"\b[1-9]\d{3}\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"(^|/)(bin|obj|\.clean|\.cache|\.emptycache|\.elsewhere|\.git)(/|$)")]
    private static partial Regex Output();

    [GeneratedRegex(@"^package (\w+)", RegexOptions.Multiline)]
    private static partial Regex PackageClause();

    [GeneratedRegex(@"^\t\.\S*\n", RegexOptions.Multiline)]
    private static partial Regex UsedFolder();

    [GeneratedRegex(@"\bgo 1\.\d+")]
    private static partial Regex GoLine();
}
