using Go.Compiler.Diagnostics;
using Go.Compiler.Passes;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Pipeline;

namespace Go.Compiler.Build;

/// <summary>
/// The compiler's debug switches (<c>-d=name=value</c>): our own, and those of Go's compiler, which are accepted as far as they exist
/// there. Most of Go's print something or tune what this compiler does in its own way, and do nothing here; <c>escapedebug</c> is <see
/// cref="EscapeListing"/>.
/// </summary>
internal static class DebugSettings
{
    /// <summary>Names of Go's that take a number (base/debug.go).</summary>
    private static readonly HashSet<string> s_numbers = Split("""
        abiwrap alignhot append checkptr closure compressinstructions defer disablenil dumpinlcallsitescores dumpptrs dwarfinl
        escapealias escapealiascheck escapedebug escapemutationscalls export freeappend gcadjust gccheck gcprog gcstart
        inlbudgetslack inlfuncswithclosures inlstaticinit interfacecycles libfuzzer locationlists loopvar maxshapelen mergelocals
        mergelocalshtrace mergelocalstrace nil nodeadlocals noopendefer norefname panic pgodebug pgodevirtualize pgoinline
        pgoinlinebudget rangefunccheck reshape shapify simd slice softfloat staticcopy syncframes tailcall typeassert
        variablemakethreshold wb wrapglobalmapctl wrapglobalmapdbg zerocopy
        """);

    /// <summary>Those that take any text, and our own: <c>dump=function</c>, <c>roundtrip</c>, <c>time</c>, <c>verify</c>.</summary>
    private static readonly HashSet<string> s_texts = Split("""
        astdump converthash dumpinlfuncprops fipshash fmahash gossahash inlscoreadj literalallochash loopvarhash maymorestack
        mergelocalsdumpfunc mergelocalshash pctab pgohash pgoinlinecdfthreshold variablemakehash
        dump roundtrip time verify
        """);

    /// <summary>Passes of Go's (ssa/compile.go), spaces as underscores; ours are those of <see cref="SsaPasses"/>.</summary>
    private static readonly HashSet<string> s_phases = Split("""
        number_lines early_phielim_and_copyelim early_deadcode short_circuit decompose_user pre-opt_deadcode opt zero_arg_cse
        opt_deadcode generic_cse phiopt gcse_deadcode nilcheckelim prove divisible divmod middle_opt known_bits early_fuse
        expand_calls decompose_builtin softfloat branchelim late_opt dead_auto_elim sccp generic_deadcode late_fuse check_bce dse
        memcombine writebarrier insert_resched_checks cpufeatures rewrite_tern lower addressing_modes late_lower pair
        lowered_deadcode_for_cse lowered_cse elim_unread_autos tighten_tuple_selectors lowered_deadcode checkLower loop_invariant
        late_phielim_and_copyelim tighten merge_conditional_branches late_deadcode critical phi_tighten likelyadjust layout
        schedule late_nilcheck flagalloc regalloc loop_rotate trim
        """);

    private static readonly HashSet<string> s_required = Split("""
        number_lines decompose_user opt zero_arg_cse opt_deadcode gcse_deadcode divisible divmod middle_opt expand_calls
        decompose_builtin softfloat late_opt generic_deadcode writebarrier lower late_lower tighten_tuple_selectors
        lowered_deadcode checkLower tighten critical layout schedule flagalloc regalloc
        """);

    private static HashSet<string> Split(string names) => [.. names.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Reports every setting that Go's compiler would refuse.</summary>
    public static void Check(IEnumerable<string> settings, DiagnosticSink sink)
    {
        foreach (string setting in settings)
        {
            if (Problem(setting) is { } problem)
            {
                sink.Report(Catalogue.InvalidDebugSetting, default, problem);
            }
        }
    }

    /// <summary>Asks for times, which are those of the whole build.</summary>
    internal static bool IsTime(string setting) => setting == "time" || PassSettings.AreTimed([setting]);

    /// <summary>Is about the whole build, whatever packages it was given for.</summary>
    internal static bool IsOfWholeBuild(string setting) => setting == "roundtrip" || IsTime(setting);

    /// <summary>What is wrong with one setting, in Go's words, or null.</summary>
    internal static string? Problem(string setting)
    {
        int equals = setting.AsSpan().IndexOfAny('=', ':');
        string name = equals < 0 ? setting : setting[..equals], value = equals < 0 ? "" : setting[(equals + 1)..];
        int number = 1;
        bool isNumber = equals < 0 || int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out number);
        if (s_numbers.Contains(name))
        {
            return isNumber ? null : "invalid debug value " + name;
        }
        if (s_texts.Contains(name))
        {
            return null;
        }
        const string Ssa = "ssa/";
        return name.StartsWith(Ssa, StringComparison.Ordinal) ? PhaseProblem(name[Ssa.Length..], isNumber ? number : 1)
            : $"invalid value \"{setting}\" for flag -d: unknown debug key {name}";
    }

    /// <summary><c>phase/flag</c>; without a flag it is <c>debug</c>.</summary>
    private static string? PhaseProblem(string text, int value)
    {
        if (text is "" or "help")
        {
            return $"PhaseOptions usage: go build -gcflags=-d=ssa/<phase>/<flag>[=<value>], with a phase of\n\t{string.Join("\n\t", s_phases.Order(StringComparer.Ordinal))}";
        }
        int slash = text.IndexOf('/');
        (string phase, string flag) = slash < 0 ? (text, "debug") : (text[..slash], text[(slash + 1)..]);
        string? expected = phase switch
        {
            "check" when flag is "on" or "off" or "seed" => null,
            "all" => flag is "time" or "mem" or "dump" ? null : " (expected ssa/all/{time,mem,dump=function_name})",
            "intrinsics" => flag is "on" or "off" or "debug" ? null : " (expected ssa/intrinsics/{on,off,debug})",
            "build" => flag is "debug" or "test" or "stats" or "dump"
                ? null : " (expected ssa/build/{debug,test,stats,dump=function_name})",
            "genssa" => flag is "dump" ? null : " (expected ssa/genssa/dump=function_name)",
            _ => "",
        };
        if (expected is null)
        {
            return null;
        }
        string key = phase.Replace(' ', '_');
        Pass<SsaFunction>? own = OwnPass(key);
        if (own is not null && flag == "verify")
        {
            return null;
        }
        if (expected.Length == 0 && !s_phases.Contains(key) && own is null && !phase.StartsWith('~'))
        {
            return $"Did not find a phase matching {phase} in -d=ssa/... debug option";
        }
        if (expected.Length > 0 || flag is not ("on" or "off" or "time" or "mem" or "debug" or "stats" or "test" or "dump"))
        {
            return $"Did not find a flag matching {flag} in -d=ssa/{phase} debug option{expected}";
        }
        bool isOff = flag switch { "off" => value != 0, "on" => value == 0, _ => false };
        return isOff && (s_phases.Contains(key) ? s_required.Contains(key) : own is { Required: true })
            ? $"Cannot disable required SSA phase {phase} using -d=ssa/{phase} debug option" : null;
    }

    private static Pass<SsaFunction>? OwnPass(string name)
    {
        foreach (Pass<SsaFunction> pass in SsaPasses.All)
        {
            if (pass.Name == name)
            {
                return pass;
            }
        }
        return null;
    }
}
