using System.Diagnostics;
using System.Globalization;
using Go.Sdk.Tests;
using Go.Sdk.Tests.Walk;

// eng/walk.sh [STEPS=360] [SEED=1] [SHAPE]: steps are shared among the shapes.
int steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 360;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
WalkShape[] shapes = [.. WalkShape.All.Where(s => args.Length < 3 || s.Name.Contains(args[2], StringComparison.OrdinalIgnoreCase))];
string archive = Path.Combine(Repository.Root, "artifacts", "stdlib", "go.sources");
string standardLibrary = File.Exists(archive) ? archive : Path.Combine(Repository.Root, "artifacts", "go");
int failures = 0;
foreach (WalkShape shape in shapes)
{
    string root = Directory.CreateTempSubdirectory("go-sdk-walk-").FullName;
    try
    {
        var clock = Stopwatch.StartNew();
        var walker = new Walker(shape, seed + Array.IndexOf(shapes, shape), standardLibrary, root, Console.Out);
        Console.WriteLine($"--- {shape.Name}");
        string? problem = walker.Run((steps + shapes.Length - 1) / shapes.Length);
        failures += problem is null ? 0 : 1;
        Console.WriteLine(problem ?? string.Create(CultureInfo.InvariantCulture,
            $"{shape.Name}: {walker.Green + walker.Red} steps, {walker.Green} green, {walker.Red} red, {walker.Still} without a change, {walker.Unaffected} unaffected, {walker.EmptyCaches} against an empty cache, {clock.Elapsed.TotalSeconds:F0} s"));
    }
    finally
    {
        Directory.Delete(root, recursive: true);
    }
}
Console.WriteLine(failures == 0 ? "every build came to what a clean build comes to" : $"{failures} walks failed");
return failures == 0 ? 0 : 1;
