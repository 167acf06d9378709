using System.Diagnostics;
using System.Globalization;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// CPU time of parsing and of checking the standard library, in rounds so that the code is warm: our side of eng/measure-frontend.sh.
/// </summary>
internal static class FrontEndMeasure
{
    private sealed record PackageSource(string Path, string[] Names, byte[][] Texts);

    /// <summary>Writes the packages in dependency order: import path and files, separated by tabs.</summary>
    public static void WriteList(StandardLibrary library, string file)
    {
        var order = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in library.AllPaths())
        {
            library.Load(path);
        }
        void Add(string path)
        {
            if (library.Packages.GetValueOrDefault(path) is not { } package || !seen.Add(path))
            {
                return;
            }
            foreach (Package import in package.Package.Imports)
            {
                Add(import.Path);
            }
            order.Add(path + "\t" + string.Join('\t', package.Files.Select(f => f.Source.Path)));
        }
        foreach (string path in library.Packages.Keys.Order(StringComparer.Ordinal))
        {
            Add(path);
        }
        File.WriteAllLines(file, order);
    }

    /// <summary>The best of the rounds: seconds of parsing, and of checking what has been parsed.</summary>
    public static string Run(string list, int rounds)
    {
        List<PackageSource> packages = [.. File.ReadLines(list).Select(l => l.Split('\t'))
            .Select(p => new PackageSource(p[0], p[1..], [.. p[1..].Select(File.ReadAllBytes)]))];
        double parse = double.MaxValue, both = double.MaxValue;
        for (int i = 0; i < rounds; i++)
        {
            double start = Cpu();
            foreach (PackageSource p in packages)
            {
                Parse(p, new SourceFileTable(), new NameTable(), new DiagnosticSink(), out _);
            }
            parse = Math.Min(parse, Cpu() - start);
            start = Cpu();
            CheckAll(packages);
            both = Math.Min(both, Cpu() - start);
        }
        return string.Create(CultureInfo.InvariantCulture, $"{parse:F3} {both - parse:F3}");
    }

    private static List<SyntaxFile> Parse(PackageSource p, SourceFileTable table, NameTable names, DiagnosticSink sink, out int nextId)
    {
        nextId = 1;
        var files = new List<SyntaxFile>(p.Names.Length);
        for (int i = 0; i < p.Names.Length; i++)
        {
            files.Add(Parser.ParseFile(table.Add(p.Names[i], p.Names[i], p.Texts[i]), names, ref nextId, sink));
        }
        return files;
    }

    private static void CheckAll(List<PackageSource> packages)
    {
        var done = new Dictionary<string, Package>(StringComparer.Ordinal);
        foreach (PackageSource p in packages)
        {
            var sink = new DiagnosticSink();
            List<SyntaxFile> files = Parse(p, new SourceFileTable(), new NameTable(), sink, out int nextId);
            var package = new Package(p.Path,
                files[0].PackageName.Value) { IsRuntimePackage = RuntimeContract.RuntimePackages.IsRuntime(p.Path) };
            CheckOptions options = StandardLibrary.Options(path => path == "unsafe"
                ? Universe.Unsafe : done.GetValueOrDefault(path) ?? done.GetValueOrDefault("vendor/" + path));
            Checker.Check(package, files, nextId, options, sink);
            if (sink.HasErrors)
            {
                throw new InvalidOperationException($"{p.Path}: {sink.All[0].Message}");
            }
            done[p.Path] = package;
        }
    }

    private static double Cpu()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }
}
