using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Assembler;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// Compares what our assembler makes of std's files with the listing that the original assembler prints of its own: code, data and
/// relocations of every symbol.
/// </summary>
internal sealed partial class AssemblerOracle
{
    private readonly IAsmDialect _dialect;
    private readonly Target _target;
    private readonly string[] _defines;
    private readonly string _work;
    private readonly bool _isDynamicLink;
    private readonly StandardLibrary _library;
    private readonly Layout _layout;
    private readonly Lock _headers = new();

    /// <param name="work">Folder for the files that the original reads.</param>
    /// <param name="isDynamicLink">
    /// Both assemble under -dynlink. Functions that ask the original's loader where a thread's variables are stay out: here that is known,
    /// since there are programs only.
    /// </param>
    public AssemblerOracle(IAsmDialect dialect, Target target, string[] defines, string work, bool isDynamicLink)
    {
        _dialect = dialect;
        _target = target;
        _defines = [$"GOOS_{target.Os}", $"GOARCH_{target.Arch}", .. defines];
        _work = work;
        _isDynamicLink = isDynamicLink;
        _library = new StandardLibrary(target);
        _layout = new Layout(target.Abi);
    }

    private sealed record Symbol(string Hex, List<string> Relocations);

    private static string Source => Path.Combine(GoSources.Root, "src");

    /// <summary>The original assembler, or null when it is not there.</summary>
    public static string? Program
        => Path.Combine(Path.GetDirectoryName(GoSources.Root)!, "oracle", "pkg", "tool", "linux_amd64", "asm") is var path
        && File.Exists(path) ? path : null;

    /// <summary>What differs, a line each; <paramref name="file"/> is relative to src.</summary>
    public List<string> Compare(string file)
    {
        string package = Path.GetDirectoryName(file)!.Replace('\\', '/'), header = Header(file, package);
        Dictionary<string, Symbol> ours = Ours(file, package, header, out string errors);
        if (errors.Length > 0)
        {
            return [errors];
        }
        Dictionary<string, Symbol> theirs = Theirs(file, package, header);
        var problems = new List<string>();
        foreach (string name in theirs.Keys.Union(ours.Keys).Order(StringComparer.Ordinal))
        {
            if (theirs.TryGetValue(name, out Symbol? asked)
                && asked.Relocations.Exists(r => r.Contains(LoaderTls, StringComparison.Ordinal)))
            {
                continue;
            }
            if (!ours.TryGetValue(name, out Symbol? our) || !theirs.TryGetValue(name, out Symbol? their))
            {
                problems.Add($"{name}: only {(our is null ? "the original" : "ours")} has it");
            }
            else if (our.Hex != their.Hex.TrimEnd('0'))
            {
                int at = 0;
                while (at < Math.Min(our.Hex.Length, their.Hex.Length) && our.Hex[at] == their.Hex[at])
                {
                    at++;
                }
                at &= ~7;
                problems.Add($"{name}+0x{at / 2:x}: {Cut(our.Hex, at)}, the original {Cut(their.Hex, at)}");
            }
            else if (!our.Relocations.Order(StringComparer.Ordinal).SequenceEqual(their.Relocations.Order(StringComparer.Ordinal)))
            {
                problems.Add($"{name}: {string.Join(' ', our.Relocations.Except(their.Relocations).Take(3))}, the original {string.Join(' ', their.Relocations.Except(our.Relocations).Take(3))}");
            }
        }
        return problems;
    }

    private static string Cut(string hex, int at) => hex[at..Math.Min(at + 24, hex.Length)];

    private string Header(string file, string package)
    {
        if (!File.ReadAllText(Path.Combine(Source, file)).Contains("go_asm.h", StringComparison.Ordinal))
        {
            return "";
        }
        lock (_headers)
        {
            return GoAsmHeader.Write(_library.Load(package)!.Package, _layout);
        }
    }

    private Dictionary<string, Symbol> Ours(string file, string package, string header, out string errors)
    {
        string path = Path.Combine(Source, file);
        var table = new SourceFileTable();
        var sink = new DiagnosticSink();
        var output = new ObjectFile { PackagePath = package };
        var options = new AssemblerOptions
        {
            PackagePath = package, Defines = _defines, GoAsmHeader = header, IsDynamicLink = _isDynamicLink,
            AllowAbiSelectors = RuntimePackages.AllowsInternalAbiAssembly(package),
            FindInclude = name => new[] { Path.GetDirectoryName(path)!, Path.Combine(Source, "runtime") }.Select(d => Path.Combine(d, name))
                .FirstOrDefault(File.Exists) is { } found
                ? table.Add(found, found, File.ReadAllBytes(found)) : null,
        };
        Go.Compiler.Assembler.Assembler.Assemble([table.Add(path, path, File.ReadAllBytes(path))], _dialect, _target.Abi, options, output,
            sink);
        errors = string.Join("; ", sink.All.Take(5).Select(d => $"{d.Pos.Line}: {d.Message}"));
        var result = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (ObjectSymbol symbol in output.Symbols.Where(s => s.Kind != SymbolKind.FuncData
            && !output.Names[s.Name.Index].Name.EndsWith(Slot, StringComparison.Ordinal)))
        {
            var relocations = symbol.Relocations.Select(r
                => Relocation(r.Offset, r.Kind, r.Target.IsNone ? "" : Plain(output.Names[r.Target.Index].Name), r.Addend)).ToList();
            string hex = Convert.ToHexStringLower(symbol.Data).TrimEnd('0');
            result[Plain(output.Names[symbol.Name.Index].Name)] = new Symbol(hex, relocations);
        }
        return result;
    }

    /// <summary>What the names of words end in that hold addresses; the original's linker makes them.</summary>
    private const string Slot = "@GOT";

    private const string LoaderTls = "_TLS_IE";

    /// <summary>Calls through registers are marks without place; thread-local storage is one thing.</summary>
    private static string Relocation(int offset, RelocationKind kind, string target, long addend) => kind switch
    {
        RelocationKind.IndirectCall => "IndirectCall",
        RelocationKind.TlsOffset => string.Create(CultureInfo.InvariantCulture, $"{offset}:TlsOffset"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{offset}:{kind}:{target}{addend:+0;-0;+0}"),
    };

    /// <summary>The original prints file-local symbols without a mark.</summary>
    private static string Plain(string name)
        => name.EndsWith(Slot, StringComparison.Ordinal) ? Plain(name[..^Slot.Length]) + Slot
            : name.IndexOf('<', StringComparison.Ordinal) is var at and >= 0 ? name[..at] : name;

    [GeneratedRegex(@"^(\S+) S(?:TEXT|DATA|RODATA|NOPTRDATA|BSS|NOPTRBSS|TLSBSS)(?:FIPS)?\b.* size=(\d+)")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\t0x[0-9a-f]{4,} ((?:[0-9a-f]{2} )+)")]
    private static partial Regex Bytes();

    [GeneratedRegex(@"^\trel (\d+)\+\d+ t=(\S+) (\S*?)([+-]-?\d+)?$")]
    private static partial Regex Rel();

    private Dictionary<string, Symbol> Theirs(string file, string package, string header)
    {
        string folder = Path.Combine(_work, file.Replace('/', '_'));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "go_asm.h"), header);
        var start = new ProcessStartInfo(Program!) { RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Path.Combine(Source, file))! };
        foreach (string argument in (string[])["-S", "-p", package, "-std", "-I", folder, "-I", Path.Combine(Source, "runtime"), "-o",
            Path.Combine(folder, "out.o"), .. _isDynamicLink ? ["-dynlink"] : Array.Empty<string>(),
            .. _defines.SelectMany(d => new[] { "-D", d })])
        {
            start.ArgumentList.Add(argument);
        }
        start.ArgumentList.Add(Path.GetFileName(file));
        start.Environment["GOOS"] = _target.Os;
        start.Environment["GOARCH"] = _target.Arch;
        start.Environment["GOROOT"] = Path.Combine(Path.GetDirectoryName(GoSources.Root)!, "oracle");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string listing = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Read(listing) : throw new InvalidOperationException("the original: " + listing + errors.Result);
    }

    private static Dictionary<string, Symbol> Read(string listing)
    {
        var result = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        string name = "";
        foreach (string line in listing.Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                // Stack maps that every package makes anew are not the file's.
                name = Plain(head.Groups[1].Value);
                name = name.StartsWith("gclocals", StringComparison.Ordinal) ? "" : name;
                if (name.Length > 0)
                {
                    result[name] = new Symbol("", []);
                }
            }
            else if (!line.StartsWith('\t'))
            {
                name = "";
            }
            else if (name.Length > 0 && Bytes().Match(line) is { Success: true } bytes)
            {
                result[name] = result[name] with { Hex = result[name].Hex
                    + bytes.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal) };
            }
            else if (name.Length > 0 && Rel().Match(line) is { Success: true } rel)
            {
                long addend = rel.Groups[4].Length == 0 ? 0 : long.Parse(rel.Groups[4].Value.TrimStart('+'), CultureInfo.InvariantCulture);
                string type = rel.Groups[2].Value;
                string target = Plain(rel.Groups[3].Value) + (type.Contains("GOT", StringComparison.Ordinal) ? Slot : "");
                result[name].Relocations.Add(type.EndsWith(LoaderTls, StringComparison.Ordinal) ? LoaderTls
                    : Relocation(int.Parse(rel.Groups[1].Value, CultureInfo.InvariantCulture), Kind(type), target, addend));
            }
        }
        return result;
    }

    // table
    private static RelocationKind Kind(string type) => type switch
    {
        "R_CALL" or "R_CALLARM64" => RelocationKind.Call,
        "R_PCREL" or "R_GOTPCREL" => RelocationKind.PcRelative,
        "R_ADDR" => RelocationKind.Address,
        "R_TLS_LE" or "R_ARM64_TLS_LE" => RelocationKind.TlsOffset,
        "R_CALLIND" => RelocationKind.IndirectCall,
        "R_ADDRARM64" or "R_ARM64_GOTPCREL" or "R_ARM64_PCREL_LDST8" or "R_ARM64_PCREL_LDST16" or "R_ARM64_PCREL_LDST32"
            or "R_ARM64_PCREL_LDST64"
            => RelocationKind.AddressPair,
        _ => throw new InvalidOperationException(type),
    };
}
