using System.Collections.Concurrent;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>What all functions of one package share while they become SSA. Thread-safe; functions are built in parallel.</summary>
public sealed class SsaEnvironment(Package package, Layout layout, Target target)
{
    private readonly ConcurrentDictionary<Function, string> _symbols = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<(SignatureType, FunctionAbi), AbiAssignment> _signatures = new();
    private readonly ConcurrentDictionary<string, CallInfo> _runtimeCalls = new();

    public Package Package { get; } = package;
    public Layout Layout { get; } = layout;
    public Target Target { get; } = target;

    /// <summary>Products and sums of floats are rounded once, but where the program converts.</summary>
    public bool FusesFloats => Target.FusesFloats;

    /// <summary>Recognise intrinsics and inline (off for <c>-N</c>-like builds).</summary>
    public bool Optimize { get; init; } = true;

    /// <summary>Check that indices are within their bounds; off for <c>-B</c>.</summary>
    public bool ChecksBounds { get; init; } = true;

    /// <summary>Allocations call the entries of their size class (experiment sizespecializedmalloc); never in the runtime itself.</summary>
    public bool UsesSizeClasses { get; init; }

    /// <summary>Functions count which ways through them are gone (<c>-d=libfuzzer</c>); never in the runtime itself.</summary>
    public bool CountsEdges { get; init; }

    /// <summary>Of the build.</summary>
    public CancellationToken Cancellation { get; init; }

    public string SymbolOf(Function function) => _symbols.GetOrAdd(function.Origin, static f => SymbolNames.Of(f));

    /// <summary>Calling convention of a signature's parameters (not its receiver); a receiver has become the first parameter.</summary>
    public AbiAssignment AssignmentOf(SignatureType signature, FunctionAbi abi)
        => _signatures.GetOrAdd((signature, abi), static (key, self)
            => self.Assign(TypesOf(key.Item1.Parameters), TypesOf(key.Item1.Results), key.Item2), this);

    public AbiAssignment Assign(IReadOnlyList<GoType> parameters, IReadOnlyList<GoType> results, FunctionAbi abi)
        => CallingConvention.Assign(Layout, abi, parameters, results);

    /// <summary>The call description of a helper of package runtime.</summary>
    public CallInfo RuntimeCallInfo(RuntimeCall call) => _runtimeCalls.GetOrAdd(call.Name, static (_, state) =>
    {
        (SsaEnvironment self, RuntimeCall c) = state;
        return new CallInfo
        {
            Target = new FunctionSymbol(c.Symbol, FunctionAbi.Internal),
            ArgumentKinds = c.Parameters,
            ResultKinds = c.Results,
            Abi = self.Assign([.. c.Parameters.Select(TypeOf)], [.. c.Results.Select(TypeOf)], FunctionAbi.Internal),
            NoReturn = c.NoReturn,
            Runtime = c,
        };
    }, (this, call));

    /// <summary>A type with exactly one scalar of that kind.</summary>
    public static GoType TypeOf(ScalarKind kind) => kind switch
    {
        ScalarKind.I8 => Universe.Basic(BasicKind.Uint8),
        ScalarKind.I16 => Universe.Basic(BasicKind.Uint16),
        ScalarKind.I32 => Universe.Basic(BasicKind.Uint32),
        ScalarKind.I64 => Universe.Uintptr,
        ScalarKind.F32 => Universe.Basic(BasicKind.Float32),
        ScalarKind.F64 => Universe.Basic(BasicKind.Float64),
        ScalarKind.Pointer => Universe.UnsafePointer,
        _ => throw Diagnostics.Unexpected.Value(kind),
    };

    public static IReadOnlyList<GoType> TypesOf(TupleType tuple)
    {
        var types = new GoType[tuple.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = tuple.Variables[i].Type!;
        }
        return types;
    }
}
