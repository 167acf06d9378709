using System.Text;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>Writes the instructions of a program, a file for each package, as Go's objdump shows them.</summary>
[MSBuildMultiThreadableTask]
public sealed class GoEmitAssembly : GoProgramTask
{
    private const string FunctionStart = "TEXT ", FunctionEnd = "(SB)";

    [Required]
    public string Program { get; set; } = "";

    /// <summary>Emptied first.</summary>
    [Required]
    public string Folder { get; set; } = "";

    protected override void ExecuteCore()
    {
        if (Ask(["tool", "objdump", Program]) is not { } listing)
        {
            return;
        }
        var packages = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        StringBuilder? current = null;
        foreach (string line in listing.Split('\n'))
        {
            if (line.StartsWith(FunctionStart, StringComparison.Ordinal)
                && line.LastIndexOf(FunctionEnd, StringComparison.Ordinal) is var end and > 0)
            {
                string package = SymbolPackage.Of(line[FunctionStart.Length..end]);
                if (!packages.TryGetValue(package, out current))
                {
                    packages.Add(package, current = new StringBuilder());
                }
            }
            current?.Append(line).Append('\n');
        }
        if (packages.Count == 0)
        {
            LogError(Catalogue.TargetFailed,
                $"{Program} has no functions that can be told apart: build it with its symbol table (GoStripSymbols=false)");
            return;
        }
        string folder = InProject(Folder);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
        foreach ((string package, StringBuilder text) in packages)
        {
            string file = Path.Combine(folder, package.Replace('/', Path.DirectorySeparatorChar) + ".s");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.ToString().TrimEnd('\n') + "\n");
        }
    }
}
