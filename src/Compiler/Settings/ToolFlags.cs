using System.Globalization;

namespace Go.Compiler.Settings;

/// <summary>
/// The flags of Go's compiler, assembler and linker, one row each, and what becomes of them here. <c>docs/command-line.md</c> shows the
/// same tables.
/// </summary>
public static class ToolFlags
{
    private const string Report = "this report is not made";
    private const string Profile = "profiles of the compiler itself are not written";
    private const string Detector = "the detector is not supported";
    private const string NoDwarf = "there is no debug information to shape";
    private const string InProcess = "packages are found in the build, not in files of compiled packages";
    private const string FromBuild = "the build itself says this";

    /// <summary>Flags of <c>go tool compile</c>, for <c>-gcflags</c>.</summary>
    public static IReadOnlyList<ToolFlag> Compiler { get; } =
    [
        new("%", FlagKind.Count, FlagStanding.Refused, Report),
        new("+", FlagKind.Switch, FlagStanding.Refused, "only packages of the runtime are compiled so"),
        new("B", FlagKind.Count, FlagStanding.Works),
        new("C", FlagKind.Count, FlagStanding.Works),
        new("D", FlagKind.Text, FlagStanding.Noted, InProcess),
        new("E", FlagKind.Count, FlagStanding.Refused, Report),
        new("I", FlagKind.Text, FlagStanding.Noted, InProcess),
        new("K", FlagKind.Count, FlagStanding.Refused, Report),
        new("L", FlagKind.Count, FlagStanding.Works),
        new("N", FlagKind.Count, FlagStanding.Works),
        new("S", FlagKind.Count, FlagStanding.Refused, Report),
        new("V", FlagKind.Switch, FlagStanding.Refused, "dotnet go version tells the version"),
        new("W", FlagKind.Count, FlagStanding.Refused, Report),
        new("asan", FlagKind.Switch, FlagStanding.Refused, Detector),
        new("asmhdr", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("bench", FlagKind.Text, FlagStanding.Refused, Profile),
        new("blockprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("buildid", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("c", FlagKind.Number, FlagStanding.Noted, "functions are compiled side by side as -p says") { Minimum = 1 },
        new("clobberdead", FlagKind.Switch, FlagStanding.Refused, "dead stack slots are left as they are"),
        new("clobberdeadreg", FlagKind.Switch, FlagStanding.Refused, "dead registers are left as they are"),
        new("complete", FlagKind.Switch, FlagStanding.Noted, "whether a package is complete is seen from its files"),
        new("coveragecfg", FlagKind.Text, FlagStanding.Refused, "coverage is not supported"),
        new("cpuprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("d", FlagKind.Text, FlagStanding.Works),
        new("dwarf", FlagKind.Switch, FlagStanding.Noted, NoDwarf, "true"),
        new("dwarfbasentries", FlagKind.Switch, FlagStanding.Noted, NoDwarf, "true"),
        new("dwarflocationlists", FlagKind.Switch, FlagStanding.Noted, NoDwarf, "true"),
        new("dynlink", FlagKind.Switch, FlagStanding.Refused, "there are no shared libraries of Go code"),
        new("e", FlagKind.Count, FlagStanding.Works),
        new("embedcfg", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("env", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("errorurl", FlagKind.Switch, FlagStanding.Refused, "messages have no addresses; codes lead to docs/diagnostics"),
        new("gendwarfinl", FlagKind.Number, FlagStanding.Noted, NoDwarf, "2"),
        new("goversion", FlagKind.Text, FlagStanding.Works),
        new("h", FlagKind.Count, FlagStanding.Noted, "errors end the build of a package in any case"),
        new("importcfg", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("installsuffix", FlagKind.Text, FlagStanding.Noted, InProcess),
        new("j", FlagKind.Count, FlagStanding.Refused, Report),
        new("json", FlagKind.Text, FlagStanding.Refused, Report),
        new("l", FlagKind.Count, FlagStanding.Works),
        new("lang", FlagKind.Text, FlagStanding.Works),
        new("linkobj", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("linkshared", FlagKind.Switch, FlagStanding.Refused, "there are no shared libraries of Go code"),
        new("live", FlagKind.Count, FlagStanding.Refused, Report),
        new("m", FlagKind.Count, FlagStanding.Refused, Report),
        new("memprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("memprofilerate", FlagKind.Number, FlagStanding.Refused, Profile),
        new("msan", FlagKind.Switch, FlagStanding.Refused, Detector),
        new("mutexprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("nolocalimports", FlagKind.Switch, FlagStanding.Noted, "relative imports are always refused"),
        new("o", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("p", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("pack", FlagKind.Switch, FlagStanding.Noted, InProcess),
        new("pgoprofile", FlagKind.Text, FlagStanding.Refused, "profiles do not guide the optimiser"),
        new("r", FlagKind.Count, FlagStanding.Refused, Report),
        new("race", FlagKind.Switch, FlagStanding.Refused, Detector),
        new("shared", FlagKind.Switch, FlagStanding.Noted, "programs stand at a fixed address, and do the same there"),
        new("smallframes", FlagKind.Switch, FlagStanding.Noted, "where a variable lives is decided by what happens to it"),
        new("spectre", FlagKind.Text, FlagStanding.Refused, "code without the mitigations would be less safe than it says"),
        new("std", FlagKind.Switch, FlagStanding.Refused, "only the standard library is compiled so"),
        new("symabis", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("t", FlagKind.Switch, FlagStanding.Refused, Report),
        new("traceprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("trimpath", FlagKind.Text, FlagStanding.Refused, "-trimpath of the build is what there is"),
        new("u", FlagKind.Switch, FlagStanding.Noted, "messages are always in order"),
        new("v", FlagKind.Count, FlagStanding.Refused, Report),
        new("w", FlagKind.Count, FlagStanding.Refused, Report),
        new("wb", FlagKind.Switch, FlagStanding.Refused, "the collector cannot do without write barriers", "true"),
    ];

    /// <summary>Flags of <c>go tool asm</c>, for <c>-asmflags</c>.</summary>
    public static IReadOnlyList<ToolFlag> Assembler { get; } =
    [
        new("D", FlagKind.Text, FlagStanding.Works),
        new("I", FlagKind.Text, FlagStanding.Works),
        new("S", FlagKind.Switch, FlagStanding.Refused, Report),
        new("V", FlagKind.Switch, FlagStanding.Refused, "dotnet go version tells the version"),
        new("d", FlagKind.Text, FlagStanding.Refused, Report),
        new("debug", FlagKind.Switch, FlagStanding.Refused, Report),
        new("dynlink", FlagKind.Switch, FlagStanding.Works),
        new("e", FlagKind.Switch, FlagStanding.Works),
        new("gensymabis", FlagKind.Switch, FlagStanding.Refused, FromBuild),
        new("linkshared", FlagKind.Switch, FlagStanding.Refused, "there are no shared libraries of Go code"),
        new("o", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("p", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("shared", FlagKind.Switch, FlagStanding.Refused, "programs stand at a fixed address"),
        new("spectre", FlagKind.Text, FlagStanding.Refused, "code without the mitigations would be less safe than it says"),
        new("std", FlagKind.Switch, FlagStanding.Refused, "only the standard library is assembled so"),
        new("trimpath", FlagKind.Text, FlagStanding.Refused, "-trimpath of the build is what there is"),
        new("v", FlagKind.Switch, FlagStanding.Refused, Report),
    ];

    /// <summary>Flags of <c>go tool link</c>, for <c>-ldflags</c>.</summary>
    public static IReadOnlyList<ToolFlag> Linker { get; } =
    [
        new("B", FlagKind.Text, FlagStanding.Works),
        new("D", FlagKind.Number, FlagStanding.Works),
        new("E", FlagKind.Text, FlagStanding.Works),
        new("H", FlagKind.Text, FlagStanding.Works),
        new("I", FlagKind.Text, FlagStanding.Works),
        new("L", FlagKind.Text, FlagStanding.Noted, InProcess),
        new("R", FlagKind.Number, FlagStanding.Works),
        new("T", FlagKind.Number, FlagStanding.Works),
        new("V", FlagKind.Switch, FlagStanding.Refused, "dotnet go version tells the version"),
        new("X", FlagKind.Text, FlagStanding.Works),
        new("a", FlagKind.Switch, FlagStanding.Noted, "it has no effect on Go's linker either"),
        new("asan", FlagKind.Switch, FlagStanding.Refused, Detector),
        new("aslr", FlagKind.Switch, FlagStanding.Noted, "it is for shared libraries of Windows", "true"),
        new("benchmark", FlagKind.Text, FlagStanding.Refused, Report),
        new("benchmarkprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("bindnow", FlagKind.Switch, FlagStanding.Noted, "programs are linked statically"),
        new("buildid", FlagKind.Text, FlagStanding.Works),
        new("buildmode", FlagKind.Text, FlagStanding.Refused, "there are programs only", "exe"),
        new("c", FlagKind.Switch, FlagStanding.Refused, Report),
        new("capturehostobjs", FlagKind.Text, FlagStanding.Noted, "there are no objects of other compilers"),
        new("checklinkname", FlagKind.Switch, FlagStanding.Works, "", "true"),
        new("compressdwarf", FlagKind.Switch, FlagStanding.Noted, NoDwarf, "true"),
        new("cpuprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("d", FlagKind.Switch, FlagStanding.Works),
        new("debugnosplit", FlagKind.Switch, FlagStanding.Refused, Report),
        new("debugtextsize", FlagKind.Number, FlagStanding.Noted, "code is one section"),
        new("debugtramp", FlagKind.Number, FlagStanding.Noted, "calls reach everything without trampolines"),
        new("dumpdep", FlagKind.Switch, FlagStanding.Refused, Report),
        new("e", FlagKind.Switch, FlagStanding.Works),
        new("extar", FlagKind.Text, FlagStanding.Noted, "no other linker is called"),
        new("extld", FlagKind.Text, FlagStanding.Noted, "no other linker is called"),
        new("extldflags", FlagKind.Text, FlagStanding.Noted, "no other linker is called"),
        new("f", FlagKind.Switch, FlagStanding.Noted, "all packages are compiled by the same compiler"),
        new("fipso", FlagKind.Text, FlagStanding.Refused, "the cryptographic module is not written by itself"),
        new("funcalign", FlagKind.Number, FlagStanding.Works),
        new("g", FlagKind.Switch, FlagStanding.Noted, "there are no files of packages that could contradict each other"),
        new("h", FlagKind.Switch, FlagStanding.Noted, "errors end the link in any case"),
        new("importcfg", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("installsuffix", FlagKind.Text, FlagStanding.Noted, InProcess),
        new("k", FlagKind.Text, FlagStanding.Refused, "fields are not tracked"),
        new("libgcc", FlagKind.Text, FlagStanding.Noted, "nothing of C is linked"),
        new("linkmode", FlagKind.Text, FlagStanding.Works),
        new("linkshared", FlagKind.Switch, FlagStanding.Refused, "there are no shared libraries of Go code"),
        new("macos", FlagKind.Text, FlagStanding.Noted, "it is for programs of macOS"),
        new("macsdk", FlagKind.Text, FlagStanding.Noted, "it is for programs of macOS"),
        new("memprofile", FlagKind.Text, FlagStanding.Refused, Profile),
        new("memprofilerate", FlagKind.Number, FlagStanding.Refused, Profile),
        new("msan", FlagKind.Switch, FlagStanding.Refused, Detector),
        new("n", FlagKind.Switch, FlagStanding.Noted, "it has no effect on Go's linker either"),
        new("o", FlagKind.Text, FlagStanding.Refused, FromBuild),
        new("pluginpath", FlagKind.Text, FlagStanding.Noted, "it is for plugins"),
        new("pruneweakmap", FlagKind.Switch, FlagStanding.Noted, "maps that nobody uses are left out or not, and nobody can tell", "true"),
        new("r", FlagKind.Text, FlagStanding.Noted, "programs are linked statically"),
        new("race", FlagKind.Switch, FlagStanding.Refused, Detector),
        new("randlayout", FlagKind.Number, FlagStanding.Works),
        new("s", FlagKind.Switch, FlagStanding.Works),
        new("strictdups", FlagKind.Number, FlagStanding.Noted, "symbols of one name are made from one source"),
        new("tmpdir", FlagKind.Text, FlagStanding.Noted, "linking needs no temporary files"),
        new("v", FlagKind.Count, FlagStanding.Refused, Report),
        new("w", FlagKind.Switch, FlagStanding.Works),
    ];

    /// <summary>
    /// Takes words apart into flags, as the tools do: one or two dashes, values behind <c>=</c> or as the next word, switches without.
    /// </summary>
    /// <param name="notes">Receives what is to be said of flags without meaning.</param>
    /// <exception cref="SettingException">A flag is unknown, lacks its value or has a wrong one, or is refused; a word is no
    /// flag.</exception>
    public static IReadOnlyList<GivenFlag> Parse(string tool, IReadOnlyList<ToolFlag> table, IReadOnlyList<string> words,
        ICollection<string> notes)
    {
        var given = new List<GivenFlag>();
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word.Length < 2 || word[0] != '-' || word is "--")
            {
                throw new SettingException($"{tool}: {GoQuote.Text(word)} is no flag, and files are not named here");
            }
            string name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : word[1..];
            string? value = null;
            int equals = name.IndexOf('=');
            if (equals > 0)
            {
                (name, value) = (name[..equals], name[(equals + 1)..]);
            }
            ToolFlag flag = table.FirstOrDefault(f => f.Name == name)
                ?? throw new SettingException($"{tool}: flag provided but not defined: -{name}");
            if (value is null && flag.Kind is FlagKind.Number or FlagKind.Text)
            {
                value = ++i < words.Count ? words[i] : throw new SettingException($"{tool}: flag needs an argument: -{name}");
            }
            Take(tool, flag, Checked(tool, flag, value ?? "true"), given, notes);
        }
        return given;
    }

    private static void Take(string tool, ToolFlag flag, string value, List<GivenFlag> given, ICollection<string> notes)
    {
        string written = flag.Kind == FlagKind.Switch && value == "true" ? $"-{flag.Name}" : $"-{flag.Name}={value}";
        switch (flag.Standing)
        {
            case FlagStanding.Refused when !flag.IsDefault(value):
                throw new SettingException($"{tool} flag {written} is not supported: {flag.Why}", isRefused: true);
            case FlagStanding.Noted when !flag.IsDefault(value):
                notes.Add($"{tool} flag {written} has no meaning here: {flag.Why}");
                break;
            case FlagStanding.Works:
                given.Add(new GivenFlag(flag, flag.Kind == FlagKind.Count ? Counted(value, given.FindLast(g => g.Flag == flag)) : value));
                break;
        }
    }

    /// <summary>A switch that counts is one more than before; a number, or what turns it off, stands for itself.</summary>
    private static string Counted(string value, GivenFlag before)
        => value == "false" ? "0" : value != "true" ? value
            : ((before.Flag is null ? 0 : NumberOf(before.Value)) + 1).ToString(CultureInfo.InvariantCulture);

    private static string Checked(string tool, ToolFlag flag, string value)
    {
        bool isGood = flag.Kind switch
        {
            FlagKind.Switch => IsBool(value),
            FlagKind.Count => IsBool(value) || IsNumber(value),
            FlagKind.Number => IsNumber(value),
            _ => true,
        };
        if (!isGood)
        {
            string kind = flag.Kind == FlagKind.Switch ? "boolean value" : "value";
            throw new SettingException($"{tool}: invalid {kind} {GoQuote.Text(value)} for {(flag.Kind == FlagKind.Switch ? "" : "flag ")}-{flag.Name}: parse error");
        }
        if (flag.Kind == FlagKind.Number && NumberOf(value) < flag.Minimum)
        {
            throw new SettingException($"{tool}: -{flag.Name} must be at least {flag.Minimum}, got {value}");
        }
        return flag.Kind is FlagKind.Switch or FlagKind.Count && IsBool(value) && value is not ("0" or "1") ? IsTrue(value)
            ? "true" : "false" : value switch
        {
            "1" when flag.Kind == FlagKind.Switch => "true",
            "0" when flag.Kind == FlagKind.Switch => "false",
            _ => value,
        };
    }

    private static bool IsBool(string value) => IsTrue(value) || value is "0" or "f" or "F" or "false" or "FALSE" or "False";

    private static bool IsTrue(string value) => value is "1" or "t" or "T" or "true" or "TRUE" or "True";

    /// <summary>The number of a <see cref="FlagKind.Number"/> flag.</summary>
    public static long NumberOf(string value)
    {
        bool isNegative = value.StartsWith('-');
        ReadOnlySpan<char> digits = isNegative ? value.AsSpan(1) : value;
        long number = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.Parse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return isNegative ? -number : number;
    }

    /// <summary>Decimal, or hexadecimal behind <c>0x</c>, with or without a sign.</summary>
    private static bool IsNumber(string value)
    {
        string digits = value.StartsWith('-') ? value[1..] : value;
        return digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}
