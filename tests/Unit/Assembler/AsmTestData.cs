using System.Text;
using System.Text.RegularExpressions;
using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Targets;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Assembler;

/// <summary>
/// The original assembler's own test data, read from Go's sources as they are. In a file of encodings a line is <c>code [// printed form]
/// [// bytes [or bytes]...]</c>; in a file of errors, <c>code [// ERROR "part of the message"]</c>. Files are assembled as a whole, so
/// branches and pools are as they are there.
/// </summary>
public sealed partial class AsmTestData(string file, IAsmDialect dialect, AbiFacts abi)
{
    private readonly string[] _lines = File.ReadAllLines(Path.Combine(Folder, file));

    public static string Folder => Path.Combine(GoSources.Root, "src", "cmd", "asm", "internal", "asm", "testdata");

    /// <summary>The files that a pattern names, in order.</summary>
    public static IEnumerable<string> Names(string pattern)
        => Directory.EnumerateFiles(Path.Combine(Folder, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern))
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'));

    /// <summary>Lines with an expectation.</summary>
    public int Checked { get; private set; }

    [GeneratedRegex("^[0-9a-f]+( or [0-9a-f]+)*$")]
    private static partial Regex Hexes();

    [GeneratedRegex("// ERROR ?\"([^\"]*)\"")]
    private static partial Regex ExpectedError();

    /// <summary>What differs: 1-based line and how.</summary>
    public SortedDictionary<int, string> Run()
        => _lines.Any(l => l.Contains("// ERROR", StringComparison.Ordinal)) ? Errors() : Encodings();

    private SortedDictionary<int, string> Encodings()
    {
        var problems = new SortedDictionary<int, string>();
        Dictionary<int, byte[]> bytes = [];
        // A line that is refused gives way to one that counts as a statement too, so that the others can be looked at.
        string[] lines = [.. _lines];
        while (true)
        {
            (DiagnosticSink sink, ObjectFile output) = Assemble(lines);
            if (!sink.HasErrors)
            {
                bytes = BytesOfLines(output);
                break;
            }
            foreach ((int line, string message) in Messages(sink))
            {
                if (!problems.TryAdd(line, "refused: " + message))
                {
                    problems[line] += "; the file cannot be assembled";
                    return problems;
                }
                lines[line - 1] = Label(lines[line - 1]) + "\tNOP";
            }
        }
        for (int i = 0; i < _lines.Length; i++)
        {
            string[] parts = _lines[i].Split("//");
            string note = parts[^1].Trim();
            bool isCode = parts[0].Trim().Length > 0 && parts.Length > 1
                && (note == "empty" || (Hexes().IsMatch(note) && note.Split(" or ").All(h => h.Length % 2 == 0)));
            if (!isCode)
            {
                continue;
            }
            Checked++;
            string got = bytes.TryGetValue(i + 1, out byte[]? code) && code.Length > 0 ? Convert.ToHexStringLower(code) : "empty";
            if (!note.Split(" or ").Contains(got))
            {
                problems.TryAdd(i + 1, $"{parts[0].Trim()}: expected {note}, got {got}");
            }
        }
        return problems;
    }

    private static string Label(string line)
        => line.Contains(':', StringComparison.Ordinal) && !line.StartsWith('\t') ? line[..(line.IndexOf(':') + 1)] : "";

    private SortedDictionary<int, string> Errors()
    {
        var found = new Dictionary<int, string>();
        string[] lines = [.. _lines];
        while (true)
        {
            (DiagnosticSink sink, _) = Assemble(lines);
            int before = found.Count;
            foreach ((int line, string message) in Messages(sink))
            {
                found.TryAdd(line, message);
                lines[line - 1] = lines[line - 1].StartsWith("TEXT", StringComparison.Ordinal)
                    ? lines[line - 1] : Label(lines[line - 1]) + "\tNOP";
            }
            if (found.Count == before)
            {
                break;
            }
        }
        var problems = new SortedDictionary<int, string>();
        for (int i = 0; i < _lines.Length; i++)
        {
            Match expected = ExpectedError().Match(_lines[i]);
            string code = _lines[i].Split("//")[0].Trim();
            bool isFound = found.TryGetValue(i + 1, out string? message);
            Checked += expected.Success ? 1 : 0;
            if (expected.Success && !isFound)
            {
                problems.Add(i + 1, $"{code}: accepted, must say {expected.Groups[1].Value}");
            }
            else if (expected.Success && !message!.Contains(expected.Groups[1].Value, StringComparison.Ordinal))
            {
                problems.Add(i + 1, $"{code}: says {message}, must say {expected.Groups[1].Value}");
            }
            else if (!expected.Success && isFound)
            {
                problems.Add(i + 1, $"{code}: says {message}");
            }
        }
        return problems;
    }

    private static IEnumerable<(int Line, string Message)> Messages(DiagnosticSink sink)
        => sink.All.Where(d => d.Descriptor.Severity == Severity.Error).Select(d => (d.Pos.Line, d.Message)).DistinctBy(m => m.Line);

    private (DiagnosticSink Sink, ObjectFile Output) Assemble(string[] lines)
    {
        var table = new SourceFileTable();
        var sink = new DiagnosticSink();
        var output = new ObjectFile { PackagePath = "p" };
        var options = new AssemblerOptions
        {
            PackagePath = "p",
            AllowAbiSelectors = true,
            IsDynamicLink = file.Contains("dynlink", StringComparison.Ordinal),
            FindInclude = name => Path.Combine(GoSources.Root, "src", "runtime", Path.GetFileName(name)) is var path && File.Exists(path)
                ? table.Add(path, path, File.ReadAllBytes(path)) : null,
        };
        SourceFile source = table.Add(file, file, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        Go.Compiler.Assembler.Assembler.Assemble([source], dialect, abi, options, output, sink);
        return (sink, output);
    }

    /// <summary>The code that each source line became, found through the line tables.</summary>
    private Dictionary<int, byte[]> BytesOfLines(ObjectFile output)
    {
        var result = new Dictionary<int, byte[]>();
        foreach (ObjectSymbol symbol in output.Symbols)
        {
            if (symbol.Function is not { } function)
            {
                continue;
            }
            int at = 0, pc = 0, line = -1;
            byte[] table = function.PcLine;
            for (bool first = true; at < table.Length; first = false)
            {
                uint zigzag = Varint(table, ref at);
                if (zigzag == 0 && !first)
                {
                    break;
                }
                line += (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
                int end = pc + ((int)Varint(table, ref at) * abi.PcQuantum);
                int key = line + function.StartLine;
                byte[] piece = symbol.Data[pc..Math.Min(end, symbol.Data.Length)];
                result[key] = result.TryGetValue(key, out byte[]? before) ? [.. before, .. piece] : piece;
                pc = end;
            }
        }
        return result;
    }

    private static uint Varint(byte[] bytes, ref int at)
    {
        uint value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            value |= (uint)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }
}
