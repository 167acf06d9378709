using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Growth;

/// <summary>One shape's figures at its largest size.</summary>
/// <param name="Time">Exponent of CPU time; null when the shape's own part is too small to tell.</param>
/// <param name="Memory">Exponent of peak memory; null likewise.</param>
internal sealed record GrowthRow(string Shape, int Size, Cost Ours, Cost? Original, double? Time, double? Memory)
{
    private const double MaximumExponent = 1.2, MaximumRatio = 1.5;

    private double? Ratio => Original is { } o ? Ours.Cpu / o.Cpu : null;

    /// <summary>Of the targets; a build below one second is never too slow.</summary>
    public bool MeetsTargets => !(Time > MaximumExponent) && !(Memory > MaximumExponent) && !(Ratio > MaximumRatio && Ours.Cpu > 1);

    public string Line()
        => $"| {Shape.Replace("|", "\\|", StringComparison.Ordinal)} | {Text(Size, "0")} | {Text(Ours.Cpu)} | {Text(Original?.Cpu)} | {Text(Ratio)} | {Text(Time)} | {Text(Ours.Memory, "0")} | {Text(Original?.Memory, "0")} | {Text(Memory)} |{(MeetsTargets ? "" : " **over**")}";

    public static string Table(IReadOnlyList<GrowthRow> rows)
    {
        var text = new StringBuilder("| Shape | Size | Ours, s | Original, s | Ratio | Exponent, time | Ours, MiB | Original, MiB | Exponent, memory |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (GrowthRow row in rows)
        {
            text.Append(row.Line()).Append('\n');
        }
        return text.ToString();
    }

    private static string Text(double? value, string format = "0.00") => value is not { } v || double.IsNaN(v) ? "-"
        : double.IsInfinity(v) ? "> 50" : v.ToString(format, CultureInfo.InvariantCulture);
}
