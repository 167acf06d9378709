using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go mod edit</c>: changes go.mod without asking anybody what the changes mean.</summary>
internal static class ModEditCommand
{
    private sealed record Flags
    {
        public bool Formats { get; set; }
        public bool IsJson { get; set; }
        public bool Prints { get; set; }
        public string Go { get; set; } = "";
        public string Toolchain { get; set; } = "";
        public string Module { get; set; } = "";
        public List<Action<GoModFile>> Edits { get; } = [];
    }

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod edit", output, error, run =>
    {
        var flags = new Flags();
        IReadOnlyList<string> rest = run.Parse(arguments, f => Define(f, flags));
        if (!(flags.Formats || flags.IsJson || flags.Prints) && flags.Go.Length + flags.Toolchain.Length + flags.Module.Length == 0
            && flags.Edits.Count == 0)
        {
            throw ModuleCommandRun.Refused("no flags specified (see 'go help mod edit').");
        }
        if (flags.IsJson && flags.Prints)
        {
            throw ModuleCommandRun.Refused("cannot use both -json and -print");
        }
        if (rest.Count > 1)
        {
            throw ModuleCommandRun.Refused("too many arguments");
        }
        Check(flags, run.LocalGo);
        string path = Path.GetFullPath(rest.Count == 1 ? rest[0] : FindGoMod(run));
        byte[] before = File.Exists(path) ? File.ReadAllBytes(path)
            : throw ModuleCommandRun.Refused($"open {(rest.Count == 1 ? rest[0] : path)}: no such file or directory");
        GoModFile file = GoModFile.Parse(path, Encoding.UTF8.GetString(before), fix: null);
        Edit(file, flags);
        if (flags.IsJson)
        {
            output.Write(ModFileJson.Of(file));
        }
        else if (flags.Prints)
        {
            output.Write(Encoding.UTF8.GetString(file.Format()));
        }
        else
        {
            AtomicFile.Write(path, file.Format());
        }
    });

    private static GoFlags Define(GoFlags f, Flags flags)
    {
        void Add(string flag, Func<string, Action<GoModFile>> edit)
            => f.Value(flag, argument =>
            {
                Action<GoModFile> change = edit(argument);
                flags.Edits.Add(file => ModEditFlags.Apply(flag, argument, () => change(file)));
            });
        Add("require", a => ModEditFlags.Version("require", a) is var m ? file => file.Require(m) : null!);
        Add("droprequire", a => ModEditFlags.Path("droprequire", a) is var p ? file => file.DropRequirement(p) : null!);
        Add("exclude", a => ModEditFlags.Version("exclude", a) is var m ? file => file.Exclude(m) : null!);
        Add("dropexclude", a => ModEditFlags.Version("dropexclude", a) is var m ? file => file.DropExclusion(m) : null!);
        Add("replace", a => ModEditFlags.Replacement(a) is var r ? file => file.Replace(r.Old, r.New) : null!);
        Add("dropreplace", a => ModEditFlags.Optional("dropreplace", a, a, "old", allowsFolder: true) is var m
            ? file => file.DropReplacement(m) : null!);
        Add("retract", a => ModEditFlags.Interval("retract", a) is var i ? file => file.Retract(i.Low, i.High, "") : null!);
        Add("dropretract", a => ModEditFlags.Interval("dropretract", a) is var i ? file => file.DropRetraction(i.Low, i.High) : null!);
        Add("godebug", a => ModEditFlags.Godebug(a) is var g ? file => file.SetGodebug(g.Key, g.Value) : null!);
        Add("dropgodebug", a => file => file.DropGodebug(a));
        Add("tool", a => ModEditFlags.Path("tool", a) is var p ? file => file.AddTool(p) : null!);
        Add("droptool", a => ModEditFlags.Path("droptool", a) is var p ? file => file.DropTool(p) : null!);
        Add("ignore", a => file => file.AddIgnored(a));
        Add("dropignore", a => file => file.DropIgnored(a));
        return f.Switch("fmt", v => flags.Formats = v).Switch("json", v => flags.IsJson = v).Switch("print", v => flags.Prints = v)
            .Value("go", v => flags.Go = v).Value("toolchain", v => flags.Toolchain = v).Value("module", v => flags.Module = v)
            .Switch("n", _ => { }).Switch("x", _ => { });
    }

    private static void Check(Flags flags, string local)
    {
        if (flags.Module.Length > 0)
        {
            string? problem = ImportPaths.Problem(flags.Module, isModule: false) is { } wrong
                ? $"malformed import path {GoText.Quote(flags.Module)}: {wrong}"
                : ModuleVersions.IsToolchain(flags.Module) ? "module path is reserved" : null;
            if (problem is not null)
            {
                throw ModuleCommandRun.Refused($"invalid -module: {problem}");
            }
        }
        if (ModEditFlags.GoProblem("mod", flags.Go, flags.Toolchain, local) is { } goProblem)
        {
            throw UsageException.Plain(goProblem);
        }
    }

    private static string FindGoMod(ModuleCommandRun run)
    {
        if (run.Flags.Modules.ModFile is { } other)
        {
            return other;
        }
        for (string? at = WorkingFolder.Current; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "go.mod")))
            {
                return Path.Combine(at, "go.mod");
            }
        }
        throw ModuleCommandRun.Refused("go.mod file not found in current directory or any parent directory; see 'go help modules'");
    }

    private static void Edit(GoModFile file, Flags flags)
    {
        if (flags.Module.Length > 0)
        {
            file.SetModule(flags.Module);
        }
        if (flags.Go == "none")
        {
            file.DropGo();
        }
        else if (flags.Go.Length > 0)
        {
            file.SetGo(flags.Go);
        }
        if (flags.Toolchain == "none")
        {
            file.DropToolchain();
        }
        else if (flags.Toolchain.Length > 0)
        {
            file.SetToolchain(flags.Toolchain);
        }
        foreach (Action<GoModFile> edit in flags.Edits)
        {
            edit(file);
        }
        file.SortBlocks();
        file.CleanUp();
    }
}
