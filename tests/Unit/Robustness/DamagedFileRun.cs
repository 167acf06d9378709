using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Robustness;

/// <summary>
/// Sends damaged files of std and of Go's tests through parser and checker: whatever they hold, the answer is a list of errors, in time and
/// within memory. Syntax errors do not keep the checker from running here, so that it meets every incomplete tree.
/// </summary>
internal sealed class DamagedFileRun
{
    private const int StackSize = 16 << 20;
    private const int LongestFile = 60_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly StandardLibrary _library = new();
    private readonly List<string> _paths = [];

    public List<string> Problems { get; } = [];

    public DamagedFileRun()
    {
        string[] folders = ["src/go/types", "src/strings", "src/fmt", "src/encoding/json", "src/slices", "src/iter",
            "src/internal/types/testdata", "test/fixedbugs", "test/typeparam", "test/syntax"];
        foreach (string folder in folders)
        {
            _paths.AddRange(Directory.EnumerateFiles(Path.Combine(GoSources.Root, folder), "*.go", SearchOption.AllDirectories)
                .Where(f => new FileInfo(f).Length < LongestFile));
        }
        _paths.Sort(StringComparer.Ordinal);
    }

    /// <summary>Damages and checks files number <paramref name="first"/> up to <paramref name="count"/> more, on all processors.</summary>
    public void Run(int first, int count)
    {
        int next = first - 1;
        var threads = new Thread[Environment.ProcessorCount];
        var current = new (int Seed, long Since)[threads.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int worker = i;
            threads[i] = new Thread(() =>
            {
                for (int seed = Interlocked.Increment(ref next); seed < first + count && Problems.Count < 20;
                    seed = Interlocked.Increment(ref next))
                {
                    current[worker] = (seed, Environment.TickCount64);
                    RunOne(seed);
                }
                current[worker] = default;
            }, StackSize)
            { IsBackground = true };
            threads[i].Start();
        }
        for (int i = 0; i < threads.Length; i++)
        {
            while (!threads[i].Join(500))
            {
                if (current[i] is (var seed, var since) && since != 0 && Environment.TickCount64 - since > s_limit.TotalMilliseconds)
                {
                    Problem(seed, $"not done after {s_limit.TotalSeconds} s");
                    break;
                }
            }
        }
    }

    /// <summary>The damaged file of a seed.</summary>
    public byte[] Source(int seed, out string path)
    {
        path = _paths[(int)((uint)(seed * 2654435761L) % _paths.Count)];
        string other = _paths[(int)((uint)(seed * 40503L + 7) % _paths.Count)];
        return new MutatedSource(seed).Damage(File.ReadAllBytes(path), File.ReadAllBytes(other));
    }

    private void RunOne(int seed)
    {
        byte[] source = Source(seed, out string path);
        try
        {
            List<Diagnostic> found = Check(source, evenAfterSyntaxErrors: true);
            foreach (Diagnostic d in found)
            {
                if (d.Message.Length == 0 || d.Message.Contains("internal compiler error", StringComparison.Ordinal)
                    || (!d.Pos.IsValid && d.FilePath is null))
                {
                    Problem(seed, $"{path}: {d.Code} without text or place: {d.Message}");
                }
            }
        }
        catch (Exception e)
        {
            Problem(seed, $"{path}: {e.GetType().Name}: {e.Message}\n{string.Join('\n', (e.StackTrace ?? "").Split('\n').Take(8))}");
        }
    }

    /// <summary>Everything parser and checker say to a file.</summary>
    public List<Diagnostic> Check(byte[] source, bool evenAfterSyntaxErrors)
    {
        var sink = new DiagnosticSink();
        int next = 1;
        SyntaxFile file = Parser.ParseFile(new SourceFileTable().Add("x.go", "x.go", source), new NameTable(), ref next, sink);
        if (sink.HasSyntaxErrors && !evenAfterSyntaxErrors)
        {
            return [.. sink.All];
        }
        CheckOptions options = StandardLibrary.Options(Import) with { IsStandardLibrary = false };
        Checker.Check(new Package("p", file.PackageName.Value), [file], next, options, sink);
        return [.. sink.All];
    }

    /// <summary>Only what exists, so that the library keeps no errors of damaged paths.</summary>
    private Package? Import(string path)
        => path.Length > 0 && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_') && !path.Split('/').Contains("testdata")
        && path[0] != '/' && Directory.Exists(Path.Combine(GoSources.Root, "src", path)) ? _library.Import(path) : null;

    private void Problem(int seed, string text)
    {
        lock (Problems)
        {
            Problems.Add($"seed {seed}: {text}");
        }
    }
}
