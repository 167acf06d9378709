using System.Diagnostics;
using System.Globalization;

namespace Go.Compiler.Tests.Growth;

/// <summary>
/// Builds shapes with both toolchains. The standard library is compiled before; each size is another source, so that no cache knows it. GNU
/// time measures, because only it sees children of children.
/// </summary>
internal sealed class Measurement(string ours, string? original, string folder, double limit)
{
    /// <summary>Below this, differences between two runs are larger than what grows.</summary>
    private const double Significant = 0.3;

    /// <summary>
    /// MiB. Below this the heap of a build is mostly what the collector has not looked at yet: that grows from nothing to its budget,
    /// whatever is compiled.
    /// </summary>
    private const double SignificantMemory = 60;

    /// <summary>
    /// Builds of an empty program, of which the cheapest counts: what is measured too large there makes every exponent too large.
    /// </summary>
    private const int BaseRuns = 3;

    /// <summary>Seconds of real time after which the original is ended: on some shapes it takes the square of the size, or worse.</summary>
    private const double OriginalsPatience = 60;

    private Cost? _baseOurs;
    private bool _isOriginalWarm;

    public GrowthRow Measure(Shape shape)
    {
        _baseOurs ??= BaseOf(ours);
        if (original is not null && !_isOriginalWarm)
        {
            _isOriginalWarm = true;
            Build(original, Empty, warm: true);
        }
        var sizes = new List<(int Size, Cost Cost)>();
        for (int size = shape.First; size <= shape.Limit; size *= 2)
        {
            Cost cost = Build(ours, shape.Generate(size), warm: false);
            sizes.Add((size, cost));
            if (cost.Cpu >= limit / 2)
            {
                break;
            }
        }
        (int last, Cost atLast) = sizes[^1];
        Cost? theirs = original is null ? null : Build(original, shape.Generate(last), warm: false, patience: OriginalsPatience);
        double? time = Exponent(sizes, c => c.Cpu - _baseOurs.Value.Cpu, Significant);
        double? memory = Exponent(sizes, c => c.Memory - _baseOurs.Value.Memory, SignificantMemory);
        return new GrowthRow(shape.Name, last, atLast, theirs, time, memory);
    }

    private Cost BaseOf(string command)
    {
        Cost least = Build(command, Empty, warm: true);
        for (int i = 1; i < BaseRuns; i++)
        {
            Cost cost = Build(command, new SourceTree().Add($"func main() {{ println({i}) }}"), warm: false);
            least = new Cost(Math.Min(least.Cpu, cost.Cpu), Math.Min(least.Memory, cost.Memory));
        }
        return least;
    }

    private static SourceTree Empty => new SourceTree().Add("func main() {}");

    /// <summary>
    /// The exponent between the largest size and the smallest of those within a factor of eight whose own cost is significant; null when
    /// there is none.
    /// </summary>
    private static double? Exponent(List<(int Size, Cost Cost)> sizes, Func<Cost, double> part, double significant)
    {
        (int last, Cost atLast) = sizes[^1];
        foreach ((int size, Cost cost) in sizes)
        {
            if (size < last && size * 8 >= last && part(cost) >= significant)
            {
                return Math.Log(part(atLast) / part(cost)) / Math.Log((double)last / size);
            }
        }
        return null;
    }

    private Cost Build(string command, SourceTree source, bool warm, double? patience = null)
    {
        string module = Path.Combine(folder, "module");
        if (Directory.Exists(module))
        {
            Directory.Delete(module, recursive: true);
        }
        source.WriteTo(module);
        if (warm)
        {
            // The packages that the shapes import.
            new SourceTree().Add("import _ \"embed\"").Add("func main() {}").WriteTo(module);
            Run(command, module);
            source.WriteTo(module);
        }
        return Run(command, module, patience);
    }

    private Cost Run(string command, string module, double? patience = null)
    {
        string report = Path.Combine(folder, "time"), program = Path.Combine(folder, "program");
        File.Delete(program);
        var start = new ProcessStartInfo("/usr/bin/time", ["-o", report, "-f", "%U %S %M", command, "build", "-o", program, "."])
        {
            WorkingDirectory = module, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(patience is { } most ? TimeSpan.FromSeconds(most) : Timeout.InfiniteTimeSpan))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new Cost(double.PositiveInfinity, double.NaN);
        }
        if (process.ExitCode != 0 || !File.Exists(program))
        {
            throw new InvalidOperationException($"{command} build in {module} ended with {process.ExitCode}:\n{output.Result}{errors.Result}");
        }
        string[] numbers = File.ReadAllText(report).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        double Number(int i) => double.Parse(numbers[i], CultureInfo.InvariantCulture);
        return new Cost(Number(0) + Number(1), Number(2) / 1024);
    }
}
