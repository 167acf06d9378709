using Go.Compiler.Assembler;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.ExportData;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>One package made ready for its importers and the linker, from the cache or from its sources: what the build's workers run.</summary>
internal static class PackageCompiler
{
    /// <summary>Makes a package ready whose dependencies are in the session, and adds it there unless it has errors. <paramref name="onCompile"/> is called before it is compiled.</summary>
    public static void Run(CompileSession session, LoadedPackage loaded, DiagnosticSink sink, Action onCompile, CancellationToken cancellation)
    {
        long start = session.Times.Start();
        string? key = session.Services.Cache is null ? null : PackageKey.Of(session, loaded);
        if (key is not null && FindCached(session, loaded, key) is { } cached)
        {
            session.Add(cached);
            session.Times.Stop("cache lookup", start);
            return;
        }
        session.Times.Stop("cache lookup", start);
        onCompile();
        try
        {
            Compile(session, loaded, key, sink, cancellation);
        }
        catch (UnsupportedFeatureException e)
        {
            sink.Report(Catalogue.NotSupportedYet, e.Pos, e.Message);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or UnauthorizedAccessException or DamagedCacheException))
        {
            // Any other exception is a fault of the compiler: say where, and how to see it again.
            sink.Report(new Diagnostic(Catalogue.InternalError, default,
                $"internal compiler error: {e.Message} (package {loaded.Identity}; to reproduce: dotnet go {(loaded.ForTest.Length > 0 ? "test -c " + loaded.ForTest : "build " + loaded.FullPath)})\n{e.StackTrace}", FilePath: loaded.Directory));
        }
    }

    private static CompiledPackage? FindCached(CompileSession session, LoadedPackage loaded, string key)
        => session.Services.MayUseCached(loaded.Identity) && session.Services.Cache!.TryRead(key) is { } bytes && CacheEntry.Parse(bytes) is { } entry
            ? new CompiledPackage(loaded) { Entry = entry, VisibleInterfaces = VisibleThrough(session, loaded, entry) }
            : null;

    private static void Compile(CompileSession session, LoadedPackage loaded, string? key, DiagnosticSink sink, CancellationToken cancellation)
    {
        AssemblyUnit? assembly = AssemblyUnit.Open(session, loaded, sink);
        if (FrontEnd.Run(session, loaded, assembly?.Symbols, sink, cancellation) is not { } checkedPackage)
        {
            return;
        }
        cancellation.ThrowIfCancellationRequested();
        if (session.Options.CheckOnly)
        {
            Publish(session, new CompiledPackage(loaded) { IsFresh = true }, checkedPackage.Package, NoBodies);
            return;
        }
        (IrPackage Ir, ObjectFile Object)? result = MiddleEnd.Run(session, loaded, checkedPackage, assembly, sink, cancellation);
        if (result is not { } parts || sink.HasErrors)
        {
            return;
        }
        IReadOnlyDictionary<Function, IrFunction> bodies = ExportedBodies.Of(parts.Ir, session.Options.Inline);
        ExportedPackage? exported = !loaded.IsCommand && (key is not null || session.ChecksRoundTrip) ? Export(session, checkedPackage.Package, bodies) : null;
        if (session.ChecksRoundTrip)
        {
            RoundTripCheck.Run(session, loaded, exported, parts.Object, cancellation);
        }
        // A finding that is no error would be lost with the next build if the package came from the cache.
        CacheEntry? entry = key is null ? null : Store(session, exported, parts.Object, sink.All.Count == 0 ? key : null);
        var compiled = new CompiledPackage(loaded)
        {
            IsFresh = true,
            Interface = session.ChecksRoundTrip ? exported?.Bytes : null,
            Object = entry is null || session.LinksPrograms ? parts.Object : null,
            Entry = entry,
            VisibleInterfaces = entry is null ? null : VisibleThrough(session, loaded, entry),
        };
        Publish(session, compiled, checkedPackage.Package, bodies.GetValueOrDefault);
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

    /// <summary>Writes both parts, then the entry that leads to them: an interrupted build leaves no entry without its parts. Without a key only the hashes are wanted.</summary>
    private static CacheEntry Store(CompileSession session, ExportedPackage? exported, ObjectFile code, string? key)
    {
        long start = session.Times.Start();
        ContentCache cache = session.Services.Cache!;
        byte[] interfaceContent = exported is null ? [] : cache.WriteContent(exported.Bytes);
        var entry = new CacheEntry(exported?.InterfaceHash ?? [], interfaceContent, cache.WriteContent(ObjectWriter.Write(code)), exported?.References ?? []);
        if (key is not null)
        {
            cache.Write(key, entry.ToBytes());
        }
        session.Times.Stop("cache store", start);
        return entry;
    }

    /// <summary>References are to packages that are imported, if only indirectly: they are in the session.</summary>
    private static Dictionary<string, byte[]> VisibleThrough(CompileSession session, LoadedPackage loaded, CacheEntry entry)
    {
        var visible = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [loaded.ImportPath] = entry.InterfaceHash };
        foreach (string path in entry.References)
        {
            foreach ((string reachable, byte[] hash) in session.Find(path, loaded)?.VisibleInterfaces ?? throw Unexpected.State($"package {path} is not ready for {loaded.Identity}"))
            {
                visible[reachable] = hash;
            }
        }
        return visible;
    }
}
