using Go.Compiler.FileSystem;
using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.VersionControl;

namespace Go.Compiler.Build;

/// <content>How a program is linked, and what it says of itself.</content>
internal static partial class ProgramLinker
{
    /// <summary>The profile that Go's compiler would be guided by: the one named, else the one beside the program.</summary>
    private static string? ProfileOf(CompileSession session, LoadedPackage root)
    {
        string beside = Path.Combine(root.Directory, "default.pgo");
        return session.Options.Profile
            ?? (!session.Options.IgnoresProfiles && root is { IsStandardLibrary: false, IsTestMain: false, IsNamedByFiles: false }
                && session.Files.FileExists(beside) ? beside : null);
    }

    /// <summary>What the program's file says of itself to people; null when that cannot be said.</summary>
    private static IReadOnlyList<ImageResource>? ResourcesOf(CompileSession session, DiagnosticSink sink)
    {
        if (session.Options.Identity is not { } identity || SupportedPlatforms.Of(session.Options.Target).Resources is not { } resourcesOf)
        {
            return [];
        }
        if (!identity.HasFileVersionThatFits)
        {
            sink.Report(Catalogue.InvalidProperty, default,
                $"file version {identity.FileVersion}: its numbers are at most {ushort.MaxValue} in programs of {session.Options.Target.Os}: set FileVersion");
            return null;
        }
        if (identity.IconFile.Length > 0)
        {
            if (!session.Files.FileExists(identity.IconFile))
            {
                sink.Report(Catalogue.InvalidProperty, default, $"there is no icon file {identity.IconFile}");
                return null;
            }
            identity = identity with { Icon = session.Files.Read(identity.IconFile) };
        }
        IReadOnlyList<ImageResource>? resources = resourcesOf(identity);
        if (resources is null)
        {
            sink.Report(Catalogue.InvalidProperty, default, $"{identity.IconFile} is no icon file (.ico)");
        }
        return resources;
    }

    /// <summary>
    /// What version control says of a program; only when it was asked for with emphasis, what stands in the way is an error.
    /// </summary>
    internal static bool TryStamp(CompileSession session, LoadedPackage root, DiagnosticSink sink, out VersionStamp? stamp,
        CancellationToken cancellation)
    {
        stamp = null;
        if (session.Options.Stamp == StampMode.Never)
        {
            return true;
        }
        try
        {
            stamp = VersionStamp.Of(session.Options, root, session.Files, GoEnvironment.OfProcess(), cancellation);
        }
        catch (Exception e) when (e is VersionControlException or IOException or UnauthorizedAccessException)
        {
            if (session.Options.Stamp == StampMode.Always)
            {
                sink.Report(Catalogue.StampFailed, default,
                    $"error obtaining VCS status: {e.Message}\n\tUse -buildvcs=false to disable VCS stamping.");
                return false;
            }
        }
        return true;
    }

    internal static LinkOptions OptionsOf(CompileSession session, PackageGraph graph, LoadedPackage root, VersionStamp? stamp = null)
    {
        LinkerSettings flags = session.Flags.LinkerFor(root);
        Platform platform = SupportedPlatforms.Of(session.Options.Target);
        return new LinkOptions
        {
            Target = session.Options.Target,
            Image = platform.Image,
            Format = platform.ImageFormat,
            Relocator = platform.Relocator,
            BuildVersion = VersionOf(session),
            ModuleInfo = ModuleInformation.Text(session.Options, graph, root, stamp, ProfileOf(session, root)),
            GodebugDefault = graph.DefaultGodebug(root),
            DefaultGoRoot = session.Library is GorootStandardLibrary && !session.Options.TrimPath
                ? Path.GetFullPath(session.Options.StandardLibrary) : "",
            Variables = [.. ProjectStamps.VariablesOf(session.Options, stamp), .. VariablesOf(session.Options, flags, root)],
            TellReach = root.IsTestMain || session.Options.Project?.ReachReport is not { } report ? null : text
                => WriteReport(report, text),
            StripSymbols = session.Options.StripSymbols || flags.StripSymbols,
            EntrySymbol = flags.Entry,
            Frames = platform.Frames,
            IsWindowed = flags.IsWindowed || (session.Options.Project?.IsWindowed ?? false),
            IsPositionIndependent = session.Options.IsPositionIndependent || platform.Image.IsAlwaysMoved,
            Interpreter = flags.Interpreter,
            TextAddress = flags.TextAddress,
            DataAddress = flags.DataAddress,
            SegmentAlignment = flags.SegmentAlignment,
            FunctionAlignment = flags.FunctionAlignment,
            LayoutSeed = flags.LayoutSeed,
            BuildId = flags.BuildId,
            SystemBuildId = flags.GnuBuildId,
            CheckLinkname = session.Options.CheckLinkname && flags.CheckLinkname,
            Parallelism = Builder.Workers(session.Options),
            PassTimed = (pass, time) => session.Times.Add("link " + pass, time),
        };
    }

    /// <summary>Whole or not at all.</summary>
    internal static void WriteReport(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>
    /// What programs say they are built with: the release, and experiments behind a dash, or a space where there is a dash already.
    /// </summary>
    private static string VersionOf(CompileSession session)
    {
        (string version, string experiments) = (session.Library.Version, session.Experiments.ToString());
        return experiments.Length == 0
            ? version : $"{version}{(version.Contains('-', StringComparison.Ordinal) ? ' ' : '-')}X:{experiments}";
    }

    private static IReadOnlyList<Link.LinkVariable> VariablesOf(BuildOptions options, LinkerSettings flags, LoadedPackage root)
    {
        var variables = new List<Link.LinkVariable>();
        foreach (LinkVariable v in options.LinkVariables)
        {
            variables.Add(new Link.LinkVariable(v.Name, v.Value, v.IsOptional));
        }
        foreach ((string name, string value) in flags.Variables)
        {
            variables.Add(new Link.LinkVariable(name, value, IsOptional: true));
        }
        if (root.IsTestMain)
        {
            variables.Add(new Link.LinkVariable("testing.testBinary", "1")); // what testing.Testing reports
        }
        return variables;
    }
}
