using Go.Compiler.Driver;

namespace Go.Sdk.Tests.Walk;

/// <summary>
/// Walks at random through the states of a project. After each step the project is built as a user's would be, with the record and cache of
/// all steps before, and once more from scratch: both must come to the same, byte for byte. A build without a step before it must do
/// nothing.
/// </summary>
internal sealed class Walker(WalkShape shape, int seed, string standardLibrary, string root, TextWriter log)
{
    private static readonly string[] s_variables = ["GOFLAGS", "GOOS", "GOARCH", "GOEXPERIMENT", "GOAMD64", "CGO_ENABLED", "GODEBUG",
        "GOWORK", "GO111MODULE", "GOENV"];

    private readonly Random _random = new(seed);
    private readonly WalkSettings _settings = new();
    private readonly List<string> _path = [];
    private WalkFolder _folder = null!;
    private bool _isRed;

    /// <summary>Steps that were green, red, and changed nothing; clean builds with an empty cache.</summary>
    public int Green { get; private set; }
    public int Red { get; private set; }
    public int Still { get; private set; }
    public int EmptyCaches { get; private set; }

    /// <summary>
    /// Builds that did nothing although a step was before them that no build looks at, or whose change made no difference.
    /// </summary>
    public int Unaffected { get; private set; }

    /// <summary>What went wrong, or null.</summary>
    public string? Run(int steps)
    {
        _folder = new WalkFolder(root, shape, _random);
        _folder.Create();
        string? problem = null;
        try
        {
            for (int step = 0; step < steps && problem is null; step++)
            {
                string what = step == 0 ? "first build" : _random.Next(6) == 0 ? "" : Change();
                _path.Add(what.Length == 0 ? "nothing" : what);
                problem = Check(what.Length == 0, isEmptyCache: step % 60 == 30);
            }
        }
        finally
        {
            foreach (string variable in s_variables)
            {
                Environment.SetEnvironmentVariable(variable, null);
            }
        }
        return problem is null ? null
            : $"{shape.Name}, seed {seed}, step {_path.Count}: {problem}\n  last steps:\n    {string.Join("\n    ", _path.TakeLast(8))}";
    }

    private string Obj => Path.Combine(_folder.Project, "obj");

    // Red states are worth a few steps, not most of them.
    private string Change() => _isRed && _random.Next(2) == 0 ? _folder.Repair() : _random.Next(10) switch
    {
        0 => SetProperty(),
        1 => SetEnvironment(),
        2 when _random.Next(2) == 0 => DamageOutput(),
        _ => _folder.Change(),
    };

    private string? Check(bool isStill, bool isEmptyCache)
    {
        string cache = Path.Combine(root, ".cache");
        string record = Path.Combine(Obj, "app.GoRecord");
        bool wasGreen = File.Exists(record);
        DateTime before = File.GetLastWriteTimeUtc(record);
        BuildResult built = _settings.Build(_folder.Project, "obj", standardLibrary, cache, shape.IsTests);
        string cleanFolder = Path.Combine(root, ".clean");
        if (Directory.Exists(cleanFolder))
        {
            Directory.Delete(cleanFolder, recursive: true);
        }
        string cleanCache = isEmptyCache ? Path.Combine(root, ".emptycache") : cache;
        EmptyCaches += isEmptyCache ? 1 : 0;
        BuildResult clean = _settings.Build(_folder.Project, Path.GetRelativePath(_folder.Project, cleanFolder), standardLibrary,
            cleanCache, shape.IsTests);
        _isRed = !built.Succeeded;
        (Green, Red) = built.Succeeded ? (Green + 1, Red) : (Green, Red + 1);
        Unaffected += !isStill && built.DidNothing ? 1 : 0;
        log.WriteLine($"{_path.Count,4} {(built.DidNothing ? "=" : built.Succeeded ? "+" : "!")} {_path[^1]}");
        if (built.DifferenceFrom(clean) is { } difference)
        {
            return difference;
        }
        if (_path.Count == 1 && !built.Succeeded)
        {
            return "the first build is red: " + string.Join(" | ", built.Findings);
        }
        if (clean.DidNothing)
        {
            return "the clean build did nothing";
        }
        if (isStill)
        {
            Still++;
            if (wasGreen && (!built.DidNothing || (File.GetLastWriteTimeUtc(record) != before
                && new FileInfo(Path.Combine(Obj, "app")) is { Exists: true, Length: < 1 << 20 })))
            {
                return "nothing has changed, but the build did something";
            }
        }
        return null;
    }

    private string SetProperty()
    {
        (string name, string[] values) = Pick(new (string, string[])[]
        {
            ("GoBuildTags", ["", "x", "y", "x;y"]), ("GoTrimPath", ["true", "false"]), ("GoStripSymbols", ["true", "false"]),
            ("GoOptimize", ["true", "false"]),
            ("GoInline", ["true", "false"]), ("GoLinkerFlags",
                ["", "-X main.version=one", "-X main.version=two", "-X main.missing=1", "-s"]), ("GoFips140", ["off", "latest"]),
            ("GoMaxErrors", ["0", "1", "3"]), ("GoDebugFlags", ["", "time"]), ("-variable", ["one", "two", ""]),
            ("-warnings", ["true", "false"]), ("GoMaxParallel", ["1", "2"]),
            ("GoWorkspace", ["", "auto", "off", "other.work"]), ("GoModMode", ["", "readonly", "mod", "vendor"]),
        });
        string value = Pick(values);
        if (name == "-variable")
        {
            _settings.LinkVariables["main.version"] = value;
        }
        else if (name == "-warnings")
        {
            _settings.TreatWarningsAsErrors = value == "true";
        }
        else
        {
            _settings.Properties[name] = value;
        }
        return $"set {name} to '{value}'";
    }

    /// <summary>Variables of the go command mean nothing to the build of a project.</summary>
    private string SetEnvironment()
    {
        string variable = Pick(s_variables);
        string value = Pick(["", "off", "-tags=x", "windows", "x", "1"]);
        Environment.SetEnvironmentVariable(variable, value);
        return $"export {variable}={value}";
    }

    private string DamageOutput()
    {
        string[] files = [.. Directory.EnumerateFiles(Obj, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            return "nothing to damage";
        }
        string file = Pick(files);
        int how = _random.Next(4);
        switch (how)
        {
            case 0:
                File.Delete(file);
                break;
            case 1:
                DateTime time = File.GetLastWriteTimeUtc(file);
                byte[] content = File.ReadAllBytes(file);
                if (content.Length > 0)
                {
                    content[_random.Next(content.Length)] ^= 1;
                }
                File.WriteAllBytes(file, content);
                File.SetLastWriteTimeUtc(file, time);
                break;
            case 2:
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                break;
            default:
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-_random.Next(100)));
                break;
        }
        return $"damage ({how}) {Path.GetRelativePath(root, file)}";
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
