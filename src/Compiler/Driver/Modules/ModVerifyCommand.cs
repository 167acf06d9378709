using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go mod verify</c>: whether what the module cache holds is still what was downloaded.</summary>
internal static class ModVerifyCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("mod verify", output, error, run =>
    {
        if (run.Parse(arguments, f => f).Count > 0)
        {
            throw ModuleCommandRun.Refused("verify takes no arguments");
        }
        ModuleSession session = run.Open(ModuleCommand.Verify);
        session.RequireModule();
        Requirements requirements = session.Requirements;
        ModuleVersion[] modules = [.. session.ExpandedGraph(ref requirements).BuildList.Where(m => !ModuleVersions.IsToolchain(m.Path)
            && !session.Main.Contains(m.Path))];
        var problems = new IReadOnlyList<string>[modules.Length];
        Parallel.For(0, modules.Length, new ParallelOptions { CancellationToken = run.Cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => problems[i] = Problems(run.Source.Cache, modules[i], run.Cancellation));
        foreach (string problem in problems.SelectMany(p => p))
        {
            run.FailPlain(problem);
        }
        if (!run.HasFailed)
        {
            output.Write("all modules verified\n");
        }
    });

    private static List<string> Problems(ModuleCache cache, ModuleVersion module, CancellationToken cancellation)
    {
        string name = $"{module.Path} {module.Version}";
        string zip = cache.File(module, "zip"), folder = cache.Folder(module);
        bool hasZip = File.Exists(zip), hasFolder = Directory.Exists(folder) && !File.Exists(cache.File(module, "partial"));
        byte[]? hash = cache.Read(module, "ziphash");
        if (hash is null)
        {
            return hasZip || hasFolder ? [$"{name}: missing ziphash: open {zip}hash: no such file or directory"] : [];
        }
        string expected = Encoding.UTF8.GetString(hash).Trim();
        var problems = new List<string>();
        if (hasZip && DirectoryHash.OfZip(zip, cancellation) != expected)
        {
            problems.Add($"{name}: zip has been modified ({zip})");
        }
        if (hasFolder && DirectoryHash.OfFolder(folder, $"{module.Path}@{module.Version}", cancellation) != expected)
        {
            problems.Add($"{name}: dir has been modified ({folder})");
        }
        return problems;
    }
}
