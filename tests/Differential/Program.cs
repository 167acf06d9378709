using System.Diagnostics;
using System.Globalization;

namespace Go.Compiler.Tests.Differential;

/// <summary>
/// <c>Differential [--seeds A..B] [--batch N] [--original GOROOT] [--unoptimised] [--keep FOLDER] [--cache FOLDER] [--write FILE]
/// [--subject language|loops|aliasing|closures] [--arch ARCH]</c>: generated programs must say the same optimised as when
/// the original toolchain builds them (or, without one, unoptimised), on another machine than this one under an emulator.
/// <c>--emit SEED</c> prints a program. Exit code 1 if any differs.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        ulong first = 1, last = 400;
        int batch = 200;
        string? original = null, keep = null, write = null, cache = null;
        bool unoptimised = false;
        Subject subject = Subject.Language;
        Machine machine = Machine.Of("amd64")!;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--emit":
                    Console.Write(ProgramGenerator.Generate(Seed(arguments[++i]), subject));
                    return 0;
                case "--seeds":
                    string[] ends = arguments[++i].Split("..");
                    (first, last) = (Seed(ends[0]), Seed(ends[^1]));
                    break;
                case "--batch": batch = (int)Seed(arguments[++i]); break;
                case "--original": original = Path.GetFullPath(arguments[++i]); break;
                case "--keep": keep = Path.GetFullPath(arguments[++i]); break;
                case "--cache": cache = Path.GetFullPath(arguments[++i]); break;
                case "--subject": subject = Enum.Parse<Subject>(arguments[++i], ignoreCase: true); break;
                case "--arch" when Machine.Of(arguments[++i]) is { } named: machine = named; break;
                case "--unoptimised": unoptimised = true; break;
                case "--write": write = arguments[++i]; break;
                default:
                    Console.Error.WriteLine($"unknown option {arguments[i]}");
                    return 2;
            }
        }
        string work = keep ?? Directory.CreateTempSubdirectory("go-differential-").FullName;
        string compiled = cache ?? Directory.CreateTempSubdirectory("go-differential-cache-").FullName;
        try
        {
            (int differences, int contradictions) = Run(first, last, batch,
                from => new Comparison(Path.Combine(work, Number(from)), compiled, original, unoptimised || original is null, subject,
                    machine));
            string against = original is null ? "unoptimised code (-N -l)" : unoptimised
                ? "the original toolchain and unoptimised code (-N -l)" : "the original toolchain";
            string about = (subject == Subject.Language ? "" : $" about {subject.ToString().ToLowerInvariant()}")
                + (machine.IsOther ? $" for {machine.Target.Arch}" : "");
            string summary = $"{Number(last - first + 1)} programs{about} (seeds {Number(first)} to {Number(last)}) "
                + $"compared with {against}: {Number((ulong)differences)} differ"
                + (contradictions == 0 ? ""
                    : $"; on {Number((ulong)contradictions)} more the original's optimised code contradicts its own unoptimised code, which agrees with ours");
            Console.WriteLine(summary);
            if (write is not null)
            {
                WriteSection(write, summary, subject, machine);
            }
            return differences > 0 ? 1 : 0;
        }
        finally
        {
            foreach (string made in (string[])[keep is null ? work : "", cache is null ? compiled : ""])
            {
                if (made.Length > 0)
                {
                    Directory.Delete(made, recursive: true);
                }
            }
        }
    }

    private static ulong Seed(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static (int Differences, int Contradictions) Run(ulong first, ulong last, int batch, Func<ulong, Comparison> comparisonOf)
    {
        long start = Stopwatch.GetTimestamp();
        int differences = 0, contradictions = 0;
        for (ulong from = first; from <= last; from += (ulong)batch)
        {
            ulong to = Math.Min(last, from + (ulong)batch - 1);
            Comparison comparison = comparisonOf(from);
            IReadOnlyList<string> found = comparison.Compare(from, to);
            foreach (string difference in found)
            {
                Console.WriteLine(difference);
            }
            foreach (ulong seed in comparison.OriginalContradictsItself)
            {
                Console.WriteLine($"seed {seed}: the original's optimised code differs from its unoptimised code, which says what ours says");
            }
            differences += found.Count;
            contradictions += comparison.OriginalContradictsItself.Count;
            Console.Error.WriteLine($"seeds {from}..{to}: {found.Count} differences, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s ({comparison.Times})");
        }
        return (differences, contradictions);
    }

    /// <summary>Replaces the section between the marks <c>differential</c>, or of another subject, or adds it.</summary>
    private static void WriteSection(string file, string summary, Subject subject, Machine machine)
    {
        string[] kinds = [.. (subject == Subject.Language ? [] : (string[])[subject.ToString().ToLowerInvariant()]),
            .. (machine.IsOther ? (string[])[machine.Target.Arch] : [])];
        string name = string.Join('-', ["differential", .. kinds]);
        string begin = $"<!-- begin {name} -->", end = $"<!-- end {name} -->";
        string text = File.ReadAllText(file);
        int at = text.IndexOf(begin, StringComparison.Ordinal);
        if (at >= 0)
        {
            text = text.Remove(at, text.IndexOf(end, StringComparison.Ordinal) + end.Length - at).TrimEnd() + "\n";
        }
        File.WriteAllText(file, $"""
            {text}
            {begin}
            ## Generated programs{(kinds.Length == 0 ? "" : ": " + string.Join(", ", kinds))}

            Written by `./build.sh differential`: {summary}.
            {end}

            """);
    }
}
