using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Growth;

/// <summary>
/// <c>Growth --ours COMMAND [--original GO] [--seconds N] [--only TEXT] [--from NAME] [--work FOLDER]</c>: builds every shape in doubling
/// sizes until a build takes N CPU seconds and prints the table of exponents. <c>--emit NAME SIZE FOLDER</c> writes one program. Exit code
/// 1 if a target is missed.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        string? ours = null, original = null, only = null, work = null, from = null;
        double seconds = 20;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--ours": ours = Path.GetFullPath(arguments[++i]); break;
                case "--original": original = Path.GetFullPath(arguments[++i]); break;
                case "--only": only = arguments[++i]; break;
                case "--from": from = arguments[++i]; break;
                case "--work": work = arguments[++i]; break;
                case "--seconds": seconds = double.Parse(arguments[++i], CultureInfo.InvariantCulture); break;
                case "--emit":
                    Shapes.All.Single(s => s.Name == arguments[i + 1]).Generate(int.Parse(arguments[i + 2], CultureInfo.InvariantCulture))
                        .WriteTo(arguments[i + 3]);
                    return 0;
                default:
                    Console.Error.WriteLine($"unknown option {arguments[i]}");
                    return 2;
            }
        }
        if (ours is null)
        {
            Console.Error.WriteLine("want --ours COMMAND");
            return 2;
        }
        string folder = work ?? Directory.CreateTempSubdirectory("go-growth-").FullName;
        try
        {
            var measurement = new Measurement(ours, original, folder, seconds);
            var rows = new List<GrowthRow>();
            bool failed = false;
            foreach (Shape shape in Shapes.All.SkipWhile(s => from is not null && s.Name != from))
            {
                if (only is null || only.Split(';').Any(o => shape.Name.Contains(o, StringComparison.Ordinal)))
                {
                    try
                    {
                        GrowthRow row = measurement.Measure(shape);
                        rows.Add(row);
                        Console.Error.WriteLine(row.Line());
                    }
                    catch (InvalidOperationException e)
                    {
                        failed = true;
                        Console.Error.WriteLine($"{shape.Name}: {e.Message}");
                    }
                }
            }
            Console.Write(GrowthRow.Table(rows));
            return failed || !rows.All(r => r.MeetsTargets) ? 1 : 0;
        }
        finally
        {
            if (work is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
