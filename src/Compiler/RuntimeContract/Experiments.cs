using Go.Compiler.Targets;

namespace Go.Compiler.RuntimeContract;

/// <summary>
/// The experiments of Go's toolchain that are in force: what GOEXPERIMENT says on top of what the release has on for a target
/// (internal/buildcfg). Each is a build tag <c>goexperiment.name</c>, a definition GOEXPERIMENT_name for assembly, and a constant of
/// internal/goexperiment. Immutable.
/// </summary>
public sealed class Experiments
{
    /// <summary>All names, in the order in which Go lists them (internal/goexperiment.Flags).</summary>
    private static readonly string[] s_names =
    [
        "fieldtrack", "preemptibleloops", "staticlockranking", "boringcrypto", "regabiwrappers", "regabiargs", "heapminimum512kib",
        "arenas", "cgocheck2", "loopvar", "newinliner", "dwarf5", "jsonv2", "greenteagc", "randomizedheapbase64", "runtimefreegc",
        "sizespecializedmalloc", "simd", "runtimesecret", "mapsplitgroup",
    ];

    private static readonly string[] s_always = ["regabiwrappers", "regabiargs"];
    private static readonly string[] s_usual = ["regabiwrappers", "regabiargs", "dwarf5", "jsonv2", "greenteagc", "randomizedheapbase64",
        "sizespecializedmalloc"];

    /// <summary>
    /// Those that change what the compiler must do, or the shape of data, in a way that this one does not know. (What <c>fieldtrack</c>
    /// notes only a flag of the linker shows, which is refused.)
    /// </summary>
    private static readonly string[] s_unsupported = ["preemptibleloops", "boringcrypto", "cgocheck2", "simd", "mapsplitgroup"];

    private readonly bool[] _isOn;
    private readonly bool[] _isUsual;

    private Experiments(bool[] isOn, bool[] isUsual) => (_isOn, _isUsual) = (isOn, isUsual);

    /// <summary>Without any setting.</summary>
    public static Experiments UsualFor(Target target) => Parse("", target, out _)!;

    /// <summary>
    /// Reads a list of names with commas between. On failure the result is null and <paramref name="problem"/> says why, in Go's words.
    /// </summary>
    public static Experiments? Parse(string setting, Target target, out string? problem)
    {
        problem = null;
        bool[] usual = UsualOf(target), on = [.. usual];
        foreach (string word in setting.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "none")
            {
                Array.Clear(on);
                continue;
            }
            bool value = !word.StartsWith("no", StringComparison.Ordinal);
            string name = value ? word : word[2..];
            int index = Array.IndexOf(s_names, name);
            if (index >= 0)
            {
                on[index] = value;
            }
            else if (name != "regabi") // stands for both parts of the calling convention, which cannot be turned off
            {
                problem = "unknown GOEXPERIMENT " + name;
                return null;
            }
        }
        foreach (string name in s_always)
        {
            on[Array.IndexOf(s_names, name)] = true;
        }
        return new Experiments(on, usual);
    }

    /// <summary>Names of all that are on.</summary>
    public IReadOnlyList<string> Enabled => [.. s_names.Where((_, i) => _isOn[i])];

    /// <summary>Names of those that are on and not supported.</summary>
    public IReadOnlyList<string> Unsupported => [.. Enabled.Where(s_unsupported.Contains)];

    public bool IsOn(string name) => _isOn[Array.IndexOf(s_names, name)];

    /// <summary>What differs from the usual, as GOEXPERIMENT would be written for it.</summary>
    public override string ToString()
        => string.Join(',', s_names.Select((name, i) => (Name: _isOn[i] ? name : "no" + name, Differs: _isOn[i] != _isUsual[i]))
            .Where(n => n.Differs).Select(n => n.Name));

    private static bool[] UsualOf(Target target)
    {
        bool[] usual = [.. s_names.Select(s_usual.Contains)];
        usual[Array.IndexOf(s_names, "dwarf5")] = target.HasDwarf5;
        return usual;
    }
}
