using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go get</c>: changes which versions of modules, and which tools, the main module requires.</summary>
internal static class GetCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => ModuleCommandRun.Run("get", output, error, run =>
    {
        var options = new GetOptions();
        string upgrade = "";
        // -u may have a value, but never takes the next argument for it.
        arguments = [.. arguments.Select(a => UpgradeFlag(a, ref upgrade))];
        IReadOnlyList<string> rest = run.Parse(arguments,
            f => f.Switch("u", v => upgrade = v ? upgrade.Length > 0 ? upgrade : "upgrade" : "").Switch("t", v => options.LoadsTests = v)
            .Switch("tool", v => options.AreTools = v).Switch("v", v => options.IsVerbose = v).Switch("x", v => run.IsVerbose = v)
            .Switch("d", v => Deprecated(run, "-d flag is deprecated. -d=true is a no-op", v ? null : "-d flag may not be set to false"))
            .Switch("f", _ => Deprecated(run, "-f flag is a no-op", null)).Switch("fix", _ => Deprecated(run, "-fix flag is a no-op", null))
            .Switch("m", _ => throw ModuleCommandRun.Refused("-m flag is no longer supported"))
            .Switch("insecure", _ => throw ModuleCommandRun.Refused("-insecure flag is no longer supported; use GOINSECURE instead")),
            "tags");
        options.Upgrade = upgrade;
        ModuleSession session = run.Open(ModuleCommand.Get, ignoresWorkspace: true);
        if (!session.HasModule)
        {
            throw new ModuleException(Catalogue.ModuleRequired,
                "go.mod file not found in current directory or any parent directory.\n\t'go get' is no longer supported outside a module.\n"
                + "\tTo build and install a command, use 'go install' with a version,\n\tlike 'go install example.com/cmd@latest'\n"
                + "\tFor more information, see https://go.dev/doc/go-get-install-deprecation\n\tor run 'go help get' or 'go help install'.");
        }
        List<GetQuery> queries = Queries(run, rest, options);
        if (!run.HasFailed)
        {
            using var resolver = new GetResolver(run, session, options, queries);
            resolver.Run();
        }
    });

    private static string UpgradeFlag(string argument, ref string upgrade)
    {
        string flag = argument.StartsWith("--", StringComparison.Ordinal) ? argument[1..] : argument;
        if (!flag.StartsWith("-u=", StringComparison.Ordinal) || flag[3..] is "true" or "false" or "1" or "0")
        {
            return argument;
        }
        upgrade = flag[3..] == "patch" ? "patch" : throw ModuleCommandRun.Refused($"unknown upgrade flag -u={flag[3..]}");
        return "-u";
    }

    private static void Deprecated(ModuleCommandRun run, string note, string? problem)
    {
        if (problem is not null)
        {
            throw ModuleCommandRun.Refused(problem);
        }
        run.Say("go: " + note);
    }

    private static List<GetQuery> Queries(ModuleCommandRun run, IReadOnlyList<string> arguments, GetOptions options)
    {
        var queries = new List<GetQuery>();
        foreach (string argument in arguments.Count == 0 ? ["."] : arguments)
        {
            try
            {
                GetQuery query = GetQuery.Parse(argument, options.Upgrade);
                query.Raw = arguments.Count == 0 ? "" : query.Raw;
                if (query.Version == "none" && query.Pattern == "toolchain")
                {
                    options.DropsToolchain = true;
                }
                else if (Problem(query) is { } problem)
                {
                    run.Fail(problem);
                }
                else
                {
                    queries.Add(query);
                }
            }
            catch (ModuleException e)
            {
                run.Fail(e.Message);
            }
        }
        options.HasExplicitToolchain = queries.Exists(q => q.Pattern == "toolchain");
        return queries;
    }

    private static string? Problem(GetQuery query)
    {
        if (query is { Version: "none", Pattern: "go" })
        {
            return "cannot use go@none";
        }
        if (!query.Raw.EndsWith(".go", StringComparison.Ordinal) || query.RawVersion.Length > 0)
        {
            return null;
        }
        return !query.Raw.Contains('/') ? $"{query.Raw}: arguments must be package or module paths"
            : File.Exists(query.Raw) ? $"{query.Raw} exists as a file, but 'go get' requires package arguments" : null;
    }
}

/// <summary>What the flags of <c>go get</c> say.</summary>
internal sealed class GetOptions
{
    /// <summary><c>upgrade</c> or <c>patch</c> for dependencies too; empty without <c>-u</c>.</summary>
    public string Upgrade { get; set; } = "";

    public bool LoadsTests { get; set; }

    public bool AreTools { get; set; }

    public bool IsVerbose { get; set; }

    public bool DropsToolchain { get; set; }

    public bool HasExplicitToolchain { get; set; }
}
