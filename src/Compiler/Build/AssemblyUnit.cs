using Go.Compiler.FileSystem;
using System.Text;
using Go.Compiler.Assembler;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>The assembly files of one package: scanned for what they define before the Go files compile, assembled after.</summary>
internal sealed class AssemblyUnit
{
    private const string GeneratedHeader = "go_asm.h";
    private readonly CompileSession _session;
    private readonly LoadedPackage _loaded;
    private readonly Platform _platform;

    private AssemblyUnit(CompileSession session, LoadedPackage loaded)
    {
        _session = session;
        _loaded = loaded;
        _platform = SupportedPlatforms.Of(session.Options.Target);
    }

    /// <summary>What the files define and refer to.</summary>
    public AssemblySymbols Symbols { get; private set; } = null!;

    /// <summary>Scans the package's files; null when it has none.</summary>
    public static AssemblyUnit? Open(CompileSession session, LoadedPackage loaded, DiagnosticSink sink)
    {
        if (loaded.AssemblyFiles.Count == 0)
        {
            return null;
        }
        var unit = new AssemblyUnit(session, loaded);
        long start = session.Times.Start();
        unit.Symbols = AssemblySymbols.Scan(loaded.AssemblyFiles, unit._platform.AssemblerDialect, unit.Options("", new HashSet<string>()),
            sink);
        session.Times.Stop("assemble", start);
        return unit;
    }

    /// <summary>Assembles into the package's object.</summary>
    public void Assemble(Package package, IReadOnlySet<string> stackMaps, ObjectFile output, DiagnosticSink sink)
    {
        long start = _session.Times.Start();
        string header = GoAsmHeader.Write(package, _session.Layout);
        Assembler.Assembler.Assemble(_loaded.AssemblyFiles, _platform.AssemblerDialect, _session.Options.Target.Abi,
            Options(header, stackMaps), output, sink);
        _session.Times.Stop("assemble", start);
    }

    private AssemblerOptions Options(string header, IReadOnlySet<string> stackMaps)
    {
        Targets.Target target = _session.Options.Target;
        var defines = new List<string> { "GOOS_" + target.Os, "GOARCH_" + target.Arch };
        foreach (string experiment in _session.Experiments.Enabled)
        {
            defines.Add("GOEXPERIMENT_" + experiment);
        }
        defines.AddRange(_platform.AssemblerDefines);
        Settings.AssemblerSettings flags = _session.Flags.AssemblerFor(_loaded);
        defines.AddRange(flags.Defines);
        return new AssemblerOptions
        {
            PackagePath = SymbolNames.EscapePath(_loaded.ImportPath),
            Defines = defines,
            IsDynamicLink = flags.IsDynamicLink,
            GoAsmHeader = header,
            FindInclude = FindInclude,
            AllowAbiSelectors = _loaded.IsStandardLibrary && RuntimePackages.AllowsInternalAbiAssembly(_loaded.ImportPath),
            CompilerStackMaps = stackMaps,
        };
    }

    /// <summary>
    /// The headers that a package's assembly files may include, directly or through each other, in order of mention; for cache keys.
    /// Conditions are not looked at, and the generated header is not among them.
    /// </summary>
    public static IEnumerable<(string Name, SourceFile? File)> HeadersOf(CompileSession session, LoadedPackage loaded)
    {
        var unit = new AssemblyUnit(session, loaded);
        var seen = new HashSet<string>(StringComparer.Ordinal) { GeneratedHeader };
        var work = new Queue<SourceFile>(loaded.AssemblyFiles);
        while (work.TryDequeue(out SourceFile? file))
        {
            foreach (string name in IncludesIn(file.Content))
            {
                if (!seen.Add(name))
                {
                    continue;
                }
                SourceFile? header = unit.FindInclude(name);
                yield return (name, header);
                if (header is not null)
                {
                    work.Enqueue(header);
                }
            }
        }
    }

    private static IEnumerable<string> IncludesIn(byte[] text)
    {
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            string trimmed = line.TrimStart('\uFEFF').TrimStart();
            if (!trimmed.StartsWith('#') || !trimmed[1..].TrimStart().StartsWith("include", StringComparison.Ordinal))
            {
                continue;
            }
            int start = trimmed.IndexOf('"'), end = trimmed.LastIndexOf('"');
            if (end > start)
            {
                yield return trimmed[(start + 1)..end];
            }
        }
    }

    /// <summary>
    /// In the package's folder (also below it), then among the headers that Go's distribution offers to everybody, which are copies of the
    /// runtime's.
    /// </summary>
    private SourceFile? FindInclude(string name)
    {
        foreach (SourceFile header in _loaded.HeaderFiles)
        {
            if (Path.GetFileName(header.Path) == name)
            {
                return header;
            }
        }
        int slash = name.LastIndexOf('/');
        string below = slash < 0 ? "" : "/" + name[..slash], file = name[(slash + 1)..];
        if (_loaded.IsStandardLibrary)
        {
            return FromLibrary(_loaded.FullPath + below, file) ?? FromLibrary(LinkerSymbols.RuntimePackage, name);
        }
        // The package's folder, then those of -I, then what Go's distribution offers.
        foreach (string folder in (IEnumerable<string>)[_loaded.Directory, .. _session.Flags.AssemblerFor(_loaded).IncludeFolders])
        {
            string path = Path.Combine(Path.GetFullPath(folder, _session.Options.WorkingDirectory), name);
            if (_session.Files.FileExists(path))
            {
                return _session.Sources.Add(path, path, _session.Files.Read(path));
            }
        }
        return FromLibrary(LinkerSymbols.RuntimePackage, name);
    }

    private SourceFile? FromLibrary(string folder, string name)
    {
        foreach (string file in _session.Library.Files(folder))
        {
            if (file == name)
            {
                string path = _session.Library.PathOf(folder, name);
                return _session.Sources.Add(path, path, _session.Library.Read(folder, name));
            }
        }
        return null;
    }
}
