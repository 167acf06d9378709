using Go.Compiler.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// One package as a bound tree: every implicit thing explicit (conversions, dereferences, promoted selectors, method values, defer and go
/// wrappers, range-over-func bodies), order of evaluation as written, still generic. Nothing downstream looks at syntax.
/// </summary>
public sealed class IrPackage(Package package)
{
    public Package Package { get; } = package;

    /// <summary>
    /// Declared functions and methods with bodies in source order (generic ones too), then <c>init.N</c>; closures hang off their function.
    /// </summary>
    public List<IrFunction> Functions { get; } = [];

    /// <summary>Body-less declarations (assembly or linkname pulls).</summary>
    public List<Function> Externals { get; } = [];

    /// <summary>Symbols that libraries of the system have, in the order of their lines.</summary>
    public List<ImportedSymbol> ImportedSymbols { get; } = [];

    /// <summary>Package-level variables in declaration order.</summary>
    public List<IrGlobal> Globals { get; } = [];

    /// <summary>
    /// Variable initialisation in execution order. Static initialisation takes what it can, the rest becomes function <c>init</c>.
    /// </summary>
    public List<IrInitializer> Initializers { get; } = [];

    /// <summary>
    /// Function <c>init</c>: owns the closures and temporaries of package-level initialisers. Static initialisation gives it a body of the
    /// initialisers that stay dynamic (null when there are none); it is not in <see cref="Functions"/>.
    /// </summary>
    public required IrFunction Init { get; init; }

    /// <summary>
    /// Non-generic named types declared here, local ones included, in declaration order: their descriptors are emitted here.
    /// </summary>
    public List<NamedType> Types { get; } = [];
}

/// <summary>A package-level variable with a place of its own.</summary>
public sealed class IrGlobal(Variable variable)
{
    public Variable Variable { get; } = variable;

    /// <summary>Contents for <c>//go:embed</c>: (name, bytes) sorted as contract 7.9 says; null when not embedded.</summary>
    public IReadOnlyList<(string Name, byte[] Content, bool IsDirectory)>? Embedded { get; init; }
}

/// <summary><c>Targets = Value</c> at package level; a blank target is null. Several targets take a multi-value call's results.</summary>
public sealed record IrInitializer(IReadOnlyList<Variable?> Targets, IrExpression Value, Pos Pos);

/// <summary>A function, method, closure or synthesised wrapper.</summary>
public sealed class IrFunction
{
    /// <summary>The declared object; null for closures and wrappers.</summary>
    public Function? Object { get; init; }
    public required Package Package { get; init; }

    /// <summary>
    /// Symbol name for non-generic functions. Generic ones and closures inside them: a template completed by the instantiation's link name
    /// (see <see cref="Instance"/>): the outermost function's symbol plus <see cref="NameSuffix"/>.
    /// </summary>
    public required string Symbol { get; set; }

    /// <summary>For closures: what follows the outermost function's symbol, such as <c>.func1.2</c> or <c>-range1</c>; else "".</summary>
    public string NameSuffix { get; init; } = "";

    /// <summary>The function whose body textually contains this closure, or null.</summary>
    public IrFunction? Outer { get; init; }

    /// <summary>Type parameters in scope: the receiver's, then the function's own. Closures share their outermost function's.</summary>
    public IReadOnlyList<TypeParameter> TypeParameters { get; init; } = [];
    public bool IsGeneric => TypeParameters.Count != 0;

    /// <summary>Receiver first, then parameters. Unnamed and blank ones have locals too.</summary>
    public List<IrLocal> Parameters { get; } = [];
    public List<IrLocal> Results { get; } = [];
    public bool HasNamedResults { get; set; }
    public List<IrCapture> Captures { get; } = [];
    public IrBlock? Body { get; set; }

    /// <summary>Closures directly inside, in source order.</summary>
    public List<IrFunction> Closures { get; } = [];
    public FunctionPragmas Pragmas { get; set; }
    public FunctionAbi Abi { get; set; }
    public bool HasDefer { get; set; }
    public bool HasRecover { get; set; }

    /// <summary>Function id must be "wrapper" (contract 7.3): generated, not written by the user.</summary>
    public bool IsWrapper { get; init; }

    /// <summary>
    /// Other functions with this symbol and the same code may exist, here or in other packages (method wrappers); one is kept.
    /// </summary>
    public bool IsDuplicable { get; init; }

    /// <summary>Body of a range-over-func loop (closure <c>f-rangeN</c>): its defers belong to the outer function.</summary>
    public bool IsRangeBody { get; init; }

    /// <summary>Does nothing but fill a package-level map with data: nobody misses it where nobody uses the map.</summary>
    public bool IsMapInitializer { get; init; }

    /// <summary>One of the package's <c>init</c> functions.</summary>
    public bool IsInit { get; init; }
    /// <summary>Wrapper of go or defer: copies its captures whatever their size.</summary>
    internal bool CopiesOperands { get; init; }
    public Pos Pos { get; init; }
    public Pos End { get; init; }
}

/// <summary>A local variable, parameter, result or temporary. Identity is by reference.</summary>
public sealed class IrLocal(string name, GoType type, Pos pos)
{
    public string Name { get; } = name;

    /// <summary>May mention type parameters of the function.</summary>
    public GoType Type { get; } = type;
    public Pos Pos { get; } = pos;

    /// <summary>
    /// Its address is taken explicitly (also by method calls with pointer receivers, slicing of arrays), or a closure captures it by
    /// reference.
    /// </summary>
    public bool IsAddressTaken { get; set; }

    /// <summary>Assigned again after its declaration.</summary>
    public bool IsReassigned
    {
        get;
        set
        {
            field = value;
            ChangesAfterCapture = value;
        }
    }

    /// <summary>
    /// Assigned again otherwise than before the first closure that captures it, in code that runs once for each such variable. Only while
    /// building.
    /// </summary>
    internal bool ChangesAfterCapture { get; set; }

    /// <summary>
    /// Loops around its declaration, in its function; -1 for what is not declared by a statement or as a parameter. Only while building.
    /// </summary>
    internal int LoopDepth { get; init; } = -1;

    public bool IsParameter { get; init; }
    public bool IsResult { get; init; }

    /// <summary>Some closure captures it. Only while building, and only on the variable itself, not on its inner copies.</summary>
    internal bool IsCaptured { get; set; }

    /// <summary>For the inner side of a capture: what it captures. Only while building.</summary>
    internal IrLocal? CapturedFrom { get; init; }

    /// <summary>The declared variable behind a chain of captures.</summary>
    internal IrLocal Root
    {
        get
        {
            IrLocal root = this;
            while (root.CapturedFrom is { } outer)
            {
                root = outer;
            }
            return root;
        }
    }
}

/// <summary>A captured variable: <paramref name="Outer"/> in the enclosing function is <paramref name="Inner"/> here.</summary>
/// <param name="ByReference">
/// The closure holds the variable's address; else a copy (not assigned from the first capture on, address never taken; at most 128 bytes
/// except for operands of go and defer).
/// </param>
public sealed record IrCapture(IrLocal Outer, IrLocal Inner, bool ByReference);
