using Go.Compiler.Assembler;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>Source to checked package: parse, read what assembly defines, check.</summary>
internal static class FrontEnd
{
    /// <summary>The checked package, or null when there were errors.</summary>
    public static CheckedPackage? Run(CompileSession session, LoadedPackage loaded, AssemblySymbols? assembly, DiagnosticSink sink,
        CancellationToken cancellation)
    {
        long start = session.Times.Start();
        var names = new NameTable();
        int nextNodeId = 1;
        var files = new List<SyntaxFile>(loaded.GoFiles.Count);
        var parsing = new DiagnosticSink();
        foreach (GoFile file in loaded.GoFiles)
        {
            cancellation.ThrowIfCancellationRequested();
            files.Add(Parser.ParseFile(file.Source, names, ref nextNodeId, parsing));
        }
        start = session.Times.Stop("parse", start);
        Report(parsing, sink, ofDirectives: false);
        if (parsing.HasSyntaxErrors)
        {
            Report(parsing, sink, ofDirectives: true);
            return null;
        }
        string? asRuntime = loaded.IsNamedByFiles ? session.Options.RuntimePackage : null;
        var package = new Package(PathOf(session, loaded), loaded.Name)
        {
            GoVersion = session.Flags.CompilerFor(loaded).Language ?? loaded.LanguageVersion,
            IsRuntimePackage = asRuntime is not null || (loaded.IsStandardLibrary && RuntimePackages.IsRuntime(loaded.ImportPath)),
        };
        var options = new CheckOptions
        {
            Target = session.Options.Target,
            Importer = path
                => path == "unsafe" ? Universe.Unsafe : loaded.Imports.TryGetValue(path, out LoadedPackage? p)
                ? session.Import(p, loaded) : null,
            GoVersion = package.GoVersion,
            IsStandardLibrary = loaded.IsStandardLibrary || asRuntime is not null,
            Cancellation = cancellation,
            HasAssembly = session.Options.CompilerRulesOnly || loaded.AssemblyFiles.Count > 0,
        };
        CheckedPackage result = Checker.Check(package, files, nextNodeId, options, sink);
        session.Times.Stop("check", start);
        if (sink.All.All(d => d.Descriptor.Severity != Severity.Error || d.Descriptor == Catalogue.InvalidLinkName))
        {
            Report(parsing, sink, ofDirectives: true); // Go's compiler looks at directives when all else is right
        }
        if (sink.HasErrors)
        {
            return null;
        }
        if (assembly is not null)
        {
            ApplyAssembly(package, assembly);
        }
        return result;
    }

    private static void Report(DiagnosticSink from, DiagnosticSink to, bool ofDirectives)
    {
        foreach (Diagnostic diagnostic in from.All)
        {
            if (IsOfDirective(diagnostic.Descriptor) == ofDirectives)
            {
                to.Report(diagnostic);
            }
        }
    }

    private static bool IsOfDirective(DiagnosticDescriptor descriptor)
        => descriptor == Catalogue.MisplacedDirective || descriptor == Catalogue.InvalidEmbedPattern
            || descriptor == Catalogue.EmbedWithoutImport || descriptor == Catalogue.InvalidEmbedVariable;

    /// <summary>The path that a package's types have: that of its import, unless the options say what files named one by one are.</summary>
    public static string PathOf(CompileSession session, LoadedPackage loaded)
        => (loaded.IsNamedByFiles ? session.Options.RuntimePackage ?? (loaded.IsCommand ? null : session.Options.PackagePath) : null)
            ?? loaded.ImportPath;

    /// <summary>A function that assembly defines has the calling convention its definition says (contract 1.6).</summary>
    private static void ApplyAssembly(Package package, AssemblySymbols assembly)
    {
        string prefix = SymbolNames.EscapePath(package.Path) + ".";
        Dictionary<string, Function>? linked = null;
        foreach (AssemblySymbol symbol in assembly.Definitions)
        {
            Function? function = symbol.Name.StartsWith(prefix, StringComparison.Ordinal)
                ? package.Scope.Lookup(symbol.Name[prefix.Length..]) as Function
                : (linked ??= LinkNamed(package)).GetValueOrDefault(symbol.Name);
            if (function is { HasBody: false })
            {
                function.Abi = symbol.Abi == Objects.SymbolAbi.Internal ? FunctionAbi.Internal : FunctionAbi.Abi0;
            }
        }
    }

    /// <summary>Functions whose symbols have the names of other packages, by these.</summary>
    private static Dictionary<string, Function> LinkNamed(Package package)
    {
        var functions = new Dictionary<string, Function>(StringComparer.Ordinal);
        foreach (string name in package.Scope.SortedNames())
        {
            if (package.Scope.Lookup(name) is Function { LinkName: { } symbol } function)
            {
                functions.TryAdd(symbol, function);
            }
        }
        return functions;
    }
}
