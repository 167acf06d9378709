using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.ExportData;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>
/// Compiles a package once more, in the way a build does that finds everything else in the cache: types of imports read back from their
/// bytes, one thread. Both results must be the same bytes, or output would depend on what the cache held (<c>-d=roundtrip</c>).
/// </summary>
internal static class RoundTripCheck
{
    /// <exception cref="InternalCompilerException">The results differ.</exception>
    public static void Run(CompileSession session, LoadedPackage loaded, ExportedPackage? exported, ObjectFile code,
        CancellationToken cancellation)
    {
        long start = session.Times.Start();
        CompileSession second = session.ReadingBack();
        var sink = new DiagnosticSink();
        AssemblyUnit? assembly = AssemblyUnit.Open(second, loaded, sink);
        CheckedPackage? checkedPackage = FrontEnd.Run(second, loaded, assembly?.Symbols, sink, cancellation);
        if (checkedPackage is null || MiddleEnd.Run(second, loaded, checkedPackage, assembly, sink, cancellation) is not { } again)
        {
            throw new InternalCompilerException($"the second compilation fails: {(sink.All.Count > 0 ? sink.All[0].Message : "no reason given")}");
        }
        if (exported is not null)
        {
            ExportedPackage other = PackageCompiler.Export(second, checkedPackage.Package,
                ExportedBodies.Of(again.Ir, session.Options.Inline));
            if (!exported.Bytes.AsSpan().SequenceEqual(other.Bytes))
            {
                throw new InternalCompilerException("the interface depends on whether imports were compiled or read back");
            }
        }
        if (!ObjectWriter.Write(code).AsSpan().SequenceEqual(ObjectWriter.Write(again.Object)))
        {
            throw new InternalCompilerException("the code depends on whether imports were compiled or read back: "
                + Difference(code, again.Object));
        }
        session.Times.Stop("both ways", start);
    }

    /// <summary>The first symbol that differs, both ways.</summary>
    private static string Difference(ObjectFile a, ObjectFile b)
    {
        for (int i = 0; i < Math.Min(a.Symbols.Count, b.Symbols.Count); i++)
        {
            string x = ObjectPrinter.Print(a, a.Symbols[i]), y = ObjectPrinter.Print(b, b.Symbols[i]);
            if (x != y)
            {
                return $"symbol {i}\n{x}\nagainst\n{y}";
            }
        }
        return a.Symbols.Count == b.Symbols.Count ? "order of names" : $"{a.Symbols.Count} symbols against {b.Symbols.Count}";
    }
}
