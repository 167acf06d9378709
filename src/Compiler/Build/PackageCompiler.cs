using Go.Compiler.Assembler;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.ExportData;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>
/// One package made ready for its importers and the linker, from the cache or from its sources: what the build's workers run.
/// </summary>
internal static class PackageCompiler
{
    /// <summary>Makes a package ready whose dependencies are in the session, and adds it there unless it has errors.</summary>
    public static void Run(CompileSession session, LoadedPackage loaded, DiagnosticSink sink)
    {
        long start = session.Times.Start();
        string? key = session.Services.Cache is null || !session.Flags.AreReadable(loaded) ? null : PackageKey.Of(session, loaded);
        string? systemKey = key is null ? null : PackageKey.ForSystem(key, session.Options.Target);
        if (key is not null && (FindCached(session, loaded, key) ?? FindCached(session, loaded, systemKey!)) is { } cached)
        {
            session.Trace?.Invoke(StepText.Cached(loaded, key));
            session.Add(cached);
            session.Times.Stop("cache lookup", start);
            return;
        }
        session.Times.Stop("cache lookup", start);
        session.Trace?.Invoke(StepText.Compile(session, loaded, key));
        if (session.Options.DryRun)
        {
            return;
        }
        session.Compiling(loaded);
        try
        {
            if (Compile(session, loaded, key, sink) is { } made)
            {
                Publish(session, made.Package, made.Types, made.BodyOf);
            }
        }
        catch (UnsupportedFeatureException e)
        {
            sink.Report(Catalogue.NotSupportedYet, e.Pos, e.Message);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or UnauthorizedAccessException
            or DamagedCacheException))
        {
            // Any other exception is a fault of the compiler: say where, and how to see it again.
            sink.Report(new Diagnostic(Catalogue.InternalError, default,
                $"internal compiler error: {e.Message} (package {loaded.Identity}; to reproduce: {Reproduction.Of(loaded)})\n{e.StackTrace}",
                FilePath: loaded.Directory));
        }
    }

    /// <summary>
    /// Compiles a package that was found in the cache and is not whole there. Its parts are in memory afterwards; its types are not
    /// published.
    /// </summary>
    /// <exception cref="DamagedCacheException">Its record was wrong.</exception>
    public static CompiledPackage Again(CompileSession session, CompiledPackage found)
    {
        LoadedPackage loaded = found.Loaded;
        session.Compiling(loaded);
        var sink = new DiagnosticSink();
        return Compile(session, loaded, PackageKey.Of(session, loaded), sink, keepParts: true)?.Package is { } made
            && made.Entry!.InterfaceHash.AsSpan().SequenceEqual(found.Entry!.InterfaceHash)
            ? made : throw new DamagedCacheException(loaded.Identity);
    }

    /// <summary>The package as its record says; null when there is none, it does not fit, or a part is missing.</summary>
    private static CompiledPackage? FindCached(CompileSession session, LoadedPackage loaded, string key)
    {
        if (!session.Services.MayUseCached(loaded.Identity))
        {
            return null;
        }
        ContentCache cache = session.Services.Cache!;
        if (cache.TryRead(CacheKind.Package, key) is not { } bytes || CacheEntry.Parse(bytes, loaded.ImportPath) is not { } entry
            || entry.Interface is null != loaded.IsCommand || !cache.Has(entry.Code)
            || entry.Interface is not null && !cache.Has(entry.Interface)
            || VisibleThrough(session, loaded, entry) is not { } visible)
        {
            return null;
        }
        cache.Mark(key);
        return new CompiledPackage(loaded) { Entry = entry, VisibleInterfaces = visible };
    }

    /// <summary>
    /// What a compilation gives: the package, and for importers in this build its types and the bodies that they may have.
    /// </summary>
    private sealed record Compilation(CompiledPackage Package, Package Types, Func<Function, IrFunction?> BodyOf);

    /// <summary>Null when there were errors.</summary>
    private static Compilation? Compile(CompileSession session, LoadedPackage loaded, string? key, DiagnosticSink sink,
        bool keepParts = false)
    {
        AssemblyUnit? assembly = AssemblyUnit.Open(session, loaded, sink);
        if (FrontEnd.Run(session, loaded, assembly?.Symbols, sink, session.Cancellation) is not { } checkedPackage)
        {
            return null;
        }
        session.Cancellation.ThrowIfCancellationRequested();
        if (session.Options.CheckOnly && !keepParts)
        {
            return new Compilation(new CompiledPackage(loaded) { IsFresh = true }, checkedPackage.Package, NoBodies);
        }
        (IrPackage Ir, ObjectFile Object)? result = MiddleEnd.Run(session, loaded, checkedPackage, assembly, sink, session.Cancellation);
        if (result is not { } parts || sink.HasErrors)
        {
            return null;
        }
        IReadOnlyDictionary<Function, IrFunction> bodies = ExportedBodies.Of(parts.Ir, session.Flags.CompilerFor(loaded).Inline);
        ExportedPackage? exported = !loaded.IsCommand && (key is not null || session.KeepsInterfaces)
            ? Export(session, checkedPackage.Package, bodies) : null;
        if (session.ChecksRoundTrip)
        {
            RoundTripCheck.Run(session, loaded, exported, parts.Object, session.Cancellation);
        }
        // A finding that is no error would be lost with the next build if the package came from the cache.
        CacheEntry? entry = key is null ? null : Store(session, loaded, exported, parts.Object, sink.All.Count == 0 ? key : null);
        var compiled = new CompiledPackage(loaded)
        {
            IsFresh = true,
            Interface = keepParts || session.KeepsInterfaces ? exported?.Bytes : null,
            Object = entry is null || keepParts || session.LinksPrograms ? parts.Object : null,
            Entry = entry,
            VisibleInterfaces = entry is null ? null : VisibleThrough(session, loaded, entry)
                ?? throw Unexpected.State($"a package that {loaded.Identity} mentions is not ready"),
        };
        return new Compilation(compiled, checkedPackage.Package, bodies.GetValueOrDefault);
    }

    private static IrFunction? NoBodies(Function function) => null;

    private static void Publish(CompileSession session, CompiledPackage compiled, Package package, Func<Function, IrFunction?> bodyOf)
    {
        if (!compiled.Loaded.IsCommand)
        {
            session.TypesFor(compiled.Loaded).Add(package, bodyOf);
        }
        session.Add(compiled);
    }

    internal static ExportedPackage Export(CompileSession session, Package package, IReadOnlyDictionary<Function, IrFunction> bodies)
        => ExportWriter.Write(package, session.Sources, bodies.GetValueOrDefault, ExportedBodies.KeepsLines);

    /// <summary>
    /// Writes both parts, then the entry that leads to them: an interrupted build leaves no entry without its parts. Without a key only the
    /// hashes are wanted.
    /// </summary>
    private static CacheEntry Store(CompileSession session, LoadedPackage loaded, ExportedPackage? exported, ObjectFile code, string? key)
    {
        long start = session.Times.Start();
        ContentCache cache = session.Services.Cache!;
        CachedPart? types = exported is null ? null : cache.WritePart(CacheKind.Interface, loaded.ImportPath, exported.Bytes);
        CachedPart codePart = cache.WritePart(CacheKind.Code, loaded.ImportPath, ObjectWriter.Write(code));
        var entry = new CacheEntry(loaded.ImportPath, exported?.InterfaceHash ?? [], types, codePart, exported?.References ?? []);
        if (key is not null)
        {
            cache.Write(CacheKind.Package, PackageKey.ShowsSystem(loaded.AssemblyFiles.Count > 0, code)
                ? PackageKey.ForSystem(key, session.Options.Target) : key, entry.ToBytes());
        }
        session.Times.Stop("cache store", start);
        return entry;
    }

    /// <summary>
    /// References are to packages that are imported, if only indirectly: they are in the session. Null when one is not, which only a wrong
    /// record can bring about.
    /// </summary>
    private static Dictionary<string, byte[]>? VisibleThrough(CompileSession session, LoadedPackage loaded, CacheEntry entry)
    {
        var visible = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [loaded.ImportPath] = entry.InterfaceHash };
        foreach (string path in entry.References)
        {
            if (session.Find(path, loaded)?.VisibleInterfaces is not { } interfaces)
            {
                return null;
            }
            foreach ((string reachable, byte[] hash) in interfaces)
            {
                visible[reachable] = hash;
            }
        }
        return visible;
    }
}
