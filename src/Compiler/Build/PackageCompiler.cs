using Go.Compiler.Assembler;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>One package from source to object: what the build's workers run.</summary>
internal static class PackageCompiler
{
    /// <summary>Compiles a package whose dependencies are in the session, and adds it there unless it has errors.</summary>
    public static void Compile(CompileSession session, LoadedPackage loaded, DiagnosticSink sink, CancellationToken cancellation)
    {
        try
        {
            AssemblyUnit? assembly = AssemblyUnit.Open(session, loaded, sink);
            if (FrontEnd.Run(session, loaded, assembly?.Symbols, sink) is not { } checkedPackage)
            {
                return;
            }
            cancellation.ThrowIfCancellationRequested();
            if (session.Options.CheckOnly)
            {
                session.Add(new CompiledPackage(loaded, checkedPackage.Package, null, null));
                return;
            }
            CompiledPackage? compiled = MiddleEnd.Run(session, loaded, checkedPackage, assembly, sink, cancellation);
            if (compiled is not null && !sink.HasErrors)
            {
                session.Add(compiled);
            }
        }
        catch (UnsupportedFeatureException e)
        {
            sink.Report(Catalogue.NotSupportedYet, e.Pos, e.Message);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or UnauthorizedAccessException))
        {
            // Any other exception is a fault of the compiler: say where, and how to see it again.
            sink.Report(new Diagnostic(Catalogue.InternalError, default,
                $"internal compiler error: {e.Message} (package {loaded.FullPath}; to reproduce: dotnet go build {loaded.FullPath})\n{e.StackTrace}", FilePath: loaded.Directory));
        }
    }
}
