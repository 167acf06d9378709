using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

/// <summary>
/// Type checker of one package (counterpart in behaviour: cmd/compile/internal/types2). One object checks one package, once.
/// </summary>
/// <remarks>
/// Order of work: collect package-level objects, find cycles of type names, check declarations on demand (an object under way is on
/// <see cref="_path"/>, so references to it are cycles), then everything that was put off (function bodies first of all), then
/// initialisation order and what was left unused. Whatever needs complete types while declarations are under way is put off with
/// <see cref="Later"/>.
/// </remarks>
public sealed partial class Checker
{
    private readonly Package _package;
    private readonly IReadOnlyList<SyntaxFile> _files;
    private readonly CheckOptions _options;
    private readonly DiagnosticSink _sink;
    private readonly TypeInfo _info;
    private string[] _fileVersions = [];
    private readonly Layout _layout;

    /// <summary>
    /// By node id: the recorded type is untyped and may still become final (bit 0), and is the left operand of a shift (bit 1).
    /// </summary>
    private readonly byte[] _untyped;

    /// <summary>By <see cref="GoObject.Order"/> of package-level objects and methods; index 0 is unused.</summary>
    private readonly List<DeclarationInfo?> _declarations = [null];
    private readonly List<GoObject?> _objects = [null];

    /// <summary>Objects whose declarations are being checked, outermost first.</summary>
    private readonly List<GoObject> _path = [];
    private readonly Dictionary<GoObject, int> _pathIndex = [];
    private readonly EntityList<DelayedAction> _delayed = [];
    private readonly Action<Function> _resolveFunction;
    private Environment _environment;

    /// <summary>What the current piece of code is checked in. Saved and restored around declarations and function bodies.</summary>
    private struct Environment
    {
        /// <summary>The package-level declaration that dependencies are noted at, or null.</summary>
        public DeclarationInfo? Declaration;
        public Scope Scope;

        /// <summary>Accepted language version (0: newest).</summary>
        public int Version;

        /// <summary>Value of iota inside a constant declaration, else null.</summary>
        public ConstantValue? Iota;

        /// <summary>If valid: errors go here because the expression is repeated implicitly.</summary>
        public Pos ErrorPos;
        public bool InTypeParameterList;

        /// <summary>Signature of the enclosing function, or null.</summary>
        public SignatureType? Signature;

        /// <summary>Ids of calls of the predeclared panic, for the missing return analysis; made on first use.</summary>
        public HashSet<int>? PanicCalls;

        /// <summary>A call or receive was seen in the current expression (len and cap of arrays are then not constant).</summary>
        public bool HasCallOrReceive;

        /// <summary>Variables the current function declares, for "declared and not used".</summary>
        public List<Variable>? Locals;

        /// <summary>Inside an interface type of the current declaration.</summary>
        public bool InInterface;

        /// <summary>Type parameters in scope of the current function: part of the identity of its local types.</summary>
        public IReadOnlyList<TypeParameter> EnclosingTypeParameters;
    }

    /// <summary>Something to do once types are complete, under the language version where it was put off.</summary>
    private readonly record struct DelayedAction(int Version, Action Run);

    /// <summary>Source of a package-level object or method.</summary>
    private sealed class DeclarationInfo(int order, Scope fileScope, int version)
    {
        public int Order { get; } = order;
        public Scope FileScope { get; } = fileScope;
        public int Version { get; } = version;

        /// <summary>All variables of <c>var a, b = f()</c>, else null.</summary>
        public Variable[]? Lhs { get; init; }
        public ExpressionSyntax? Type { get; init; }
        public ExpressionSyntax? Initial { get; init; }

        /// <summary>The initial value repeats a previous constant declaration's.</summary>
        public bool IsInherited { get; init; }
        public TypeDeclSyntax? TypeDecl { get; init; }
        public FuncDeclSyntax? FuncDecl { get; init; }

        /// <summary>Orders of the package-level objects that the initial value or body mentions.</summary>
        public HashSet<int>? Dependencies { get; set; }

        public bool HasInitializer => Initial is not null || FuncDecl?.Body is not null;
    }

    private Checker(Package package, IReadOnlyList<SyntaxFile> files, int nodeCount, CheckOptions options, DiagnosticSink sink)
    {
        _package = package;
        _files = files;
        _options = options;
        _sink = sink;
        _info = new TypeInfo(nodeCount);
        _untyped = new byte[nodeCount + 1];
        _layout = new Layout(options.Target.Abi);
        _qualifier = QualifierOf;
        _resolveFunction = CheckObject;
        _environment = new Environment { Scope = package.Scope, EnclosingTypeParameters = [] };
    }

    /// <summary>
    /// Checks a package. The package object is given so that the caller can set its path; errors go to the sink, unsorted.
    /// </summary>
    /// <param name="nodeCount">Largest node id of the files.</param>
    public static CheckedPackage Check(Package package, IReadOnlyList<SyntaxFile> files, int nodeCount, CheckOptions options,
        DiagnosticSink sink)
    {
        var checker = new Checker(package, files, nodeCount, options, sink);
        string[] versions = checker.CheckPackage();
        return new CheckedPackage(package, files, checker._info, versions);
    }

    private string[] CheckPackage()
    {
        string[] versions = _fileVersions = CheckVersions();
        CheckDirectives();
        CollectObjects(versions);
        FindNameCycles();
        CheckPackageObjects();
        ProcessDelayed(0);
        ComputeInitializationOrder();
        ReportUnusedImports();
        if (!_hasErrors)
        {
            CheckInstantiationCycles();
        }
        ApplyDirectives();
        if (!_hasErrors && !_options.IsCheckerTest)
        {
            CheckCompilerRestrictions();
        }
        foreach (GoObject? o in _objects)
        {
            if (o is Function f)
            {
                f.Resolver = null; // a complete package is shared between threads and must not come back here
            }
        }
        _package.GoVersion = _options.GoVersion;
        _package.IsComplete = true;
        return versions;
    }

    /// <summary>Puts an action off until the declaration or statement under way is complete.</summary>
    private void Later(Action action) => _delayed.Add(new DelayedAction(_environment.Version, action));

    /// <summary>Runs what was put off since <paramref name="top"/>, in order, including what that puts off.</summary>
    private void ProcessDelayed(int top)
    {
        if (_delayed.Count == top)
        {
            return;
        }
        int version = _environment.Version;
        for (int i = top; i < _delayed.Count; i++)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            DelayedAction action = _delayed[i];
            _environment.Version = action.Version;
            action.Run();
        }
        _delayed.RemoveRange(top, _delayed.Count - top);
        _environment.Version = version;
    }

    private void Push(GoObject o)
    {
        _pathIndex[o] = _path.Count;
        _path.Add(o);
    }

    private void Pop()
    {
        _pathIndex.Remove(_path[^1]);
        _path.RemoveAt(_path.Count - 1);
    }

    /// <summary>The declaration of a package-level object or method of this package, or null for anything else.</summary>
    private DeclarationInfo? DeclarationOf(GoObject o)
        => o.Order > 0 && ReferenceEquals(o.Package, _package) && ReferenceEquals(_objects[o.Order], o) ? _declarations[o.Order] : null;

    /// <summary>Notes that the package-level declaration under way mentions an object, for the initialisation order.</summary>
    private void AddDependency(GoObject to)
    {
        if (_environment.Declaration is { } from && DeclarationOf(to) is not null)
        {
            (from.Dependencies ??= []).Add(to.Order);
        }
    }

    /// <summary>Finds a name in the scopes around, and the scope that has it.</summary>
    private GoObject? LookupName(string name, out Scope? scope)
    {
        for (scope = _environment.Scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Lookup(name) is { } o)
            {
                return o;
            }
        }
        if (_options.IsCheckerTest && (name is "assert" or "trace"))
        {
            scope = Universe.Scope;
            return name == "assert" ? s_assert : s_trace;
        }
        return null;
    }

    private static readonly BuiltinObject s_assert = new("assert", BuiltinKind.Assert), s_trace = new("trace", BuiltinKind.Trace);

    private GoObject? LookupName(string name) => LookupName(name, out _);

    private void OpenScope() => _environment.Scope = new Scope(_environment.Scope);

    private void CloseScope() => _environment.Scope = _environment.Scope.Parent!;
}
