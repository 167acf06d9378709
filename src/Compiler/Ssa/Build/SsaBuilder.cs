using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Builds one function's SSA from its bound tree, for concrete type arguments. Partials by topic: Variables (SSA construction), Memory,
/// Places, Expressions, Operators, Conversions, Calls, Intrinsics, Interfaces, Collections, Strings, Statements, Switches, Loops, Channels,
/// Defers.
/// </summary>
internal sealed partial class SsaBuilder
{
    private readonly SsaEnvironment _env;
    private readonly Layout _layout;
    private readonly IrFunction _ir;
    private readonly IrTypeEnvironment _types;
    private readonly Dictionary<IrLocal, LocalPlace> _locals = new(ReferenceEqualityComparer.Instance);
    private readonly SsaFunction _f;
    private readonly bool _isRuntime;
    private readonly string _outermostSymbol;
    private Block? _block;
    private Pos _pos;

    /// <summary>Where a local lives.</summary>
    /// <param name="Variable">First scalar variable; for locals in memory the variable that holds the address.</param>
    private readonly record struct LocalPlace(int Variable, bool IsInMemory);

    /// <summary>A built function with what it needs from elsewhere.</summary>
    /// <param name="Instances">Generic functions it refers to.</param>
    /// <param name="Wrappers">Functions made here that the package must compile (method values).</param>
    internal sealed record Result(SsaFunction Function, IReadOnlyList<InstanceKey> Instances, IReadOnlyList<IrFunction> Wrappers,
        IReadOnlyList<ClosureSite> Closures);

    private readonly List<InstanceKey> _instances = [];
    private readonly List<IrFunction> _wrappers = [];
    private readonly List<ClosureSite> _closures = [];

    private readonly KnownLocals _known;
    private readonly TemporarySlots _temporaries;

    private SsaBuilder(SsaEnvironment env, IrFunction ir, IReadOnlyList<GoType> typeArguments, string outermostSymbol, KnownLocals known)
    {
        _known = known;
        _env = env;
        _layout = env.Layout;
        _ir = ir;
        _types = typeArguments.Count == 0 ? IrTypeEnvironment.Empty : new IrTypeEnvironment(ir.TypeParameters, typeArguments);
        _calls = new CallFinder(_layout, _types);
        _isRuntime = ir.Package.IsRuntimePackage;
        _edges = env.CountsEdges && !ir.IsWrapper ? new EdgeCountersSymbol() : null;
        _outermostSymbol = outermostSymbol;
        _pos = ir.Pos;
        _exclusiveSlices = env.Optimize && !_isRuntime ? ExclusiveSlices.Find(ir) : null;
        AbiAssignment abi = env.Assign([.. ir.Parameters.Select(p => T(p.Type))], [.. ir.Results.Select(r => T(r.Type))], ir.Abi);
        _f = new SsaFunction
        {
            Symbol = new FunctionSymbol(typeArguments.Count == 0 ? ir.Symbol : outermostSymbol + ir.NameSuffix, ir.Abi),
            Object = ir.Object,
            Package = ir.Package,
            Abi = abi,
            Pragmas = ir.Pragmas,
            Pos = ir.Pos,
            Cancellation = env.Cancellation,
            IsWrapper = ir.IsWrapper,
            IsMapInitializer = ir.IsMapInitializer,
            IsDuplicateOk = ir.IsDuplicable || typeArguments.Count != 0,
            HasDefer = ir.HasDefer,
            NeedsContext = ir.Captures.Count > 0,
        };
        _temporaries = new TemporarySlots(_f, _layout);
    }

    /// <summary>
    /// Builds an instance (or the plain function when there are no type arguments). For closures the symbol is that of the outermost
    /// function.
    /// </summary>
    public static Result Build(SsaEnvironment env, IrFunction ir, IReadOnlyList<GoType> typeArguments, string outermostSymbol,
        KnownLocals? known = null)
    {
        var builder = new SsaBuilder(env, ir, typeArguments, outermostSymbol, known ?? new KnownLocals());
        builder.BuildFunction();
        return new Result(builder._f, builder._instances, builder._wrappers, builder._closures);
    }

    private void BuildFunction()
    {
        Block entry = NewBlock();
        Seal(entry);
        Start(entry);
        ScanDefers();
        BindCaptures();
        BindParameters();
        BindResults();
        if (_ir.Body is null)
        {
            throw Unexpected.State("function without body: " + _ir.Symbol);
        }
        OnEdge(_ir.Body);
        if (!IsDead)
        {
            _pos = _ir.End.IsValid ? _ir.End : _ir.Pos;
            if (_ir.Results.Count == 0 || _ir.HasNamedResults)
            {
                ReturnCurrentResults();
            }
            else
            {
                // The checker proved that the end is not reached (terminating statements); an endless loop's exit may still stand here.
                ExitUnreachable();
            }
        }
        FinishBlocks();
    }

    private void ExitUnreachable()
    {
        CallRuntime("unreachableMethod");
    }

    private void FinishBlocks()
    {
        SealLabels();
        for (int i = 1; i < _f.Blocks.Count; i++)
        {
            if (!_sealed[i])
            {
                Seal(_f.Blocks[i]);
            }
            if (_phis[i] is { } phis)
            {
                _f.Blocks[i].Instructions.InsertRange(0, phis);
            }
        }
        foreach (ValueId c in _entryConstants)
        {
            _f[c].Block = _f.Entry.Id;
        }
        _f.Entry.Instructions.InsertRange(0, _entryConstants);
        for (int i = 1; i < _f.Blocks.Count; i++)
        {
            Block block = _f.Blocks[i];
            if (block.Kind == BlockKind.None)
            {
                // Nothing reaches an unfinished block: it was started after a jump.
                block.Kind = BlockKind.Exit;
            }
        }
        _f.Order.Clear();
        _f.Order.AddRange(_started);
        _f.RemoveUnreachableBlocks();
        CopyElimination.Run(_f);
    }

    // Types

    /// <summary>The type with this instance's arguments.</summary>
    private GoType T(GoType type) => _types.Substitute(type);

    private static GoType Under(GoType type) => AliasType.Unalias(type).Underlying;

    private IReadOnlyList<ScalarComponent>? Components(GoType type) => _layout.Components(type);

    private static BasicType? BasicOf(GoType type) => Under(type) as BasicType;
    private static bool IsString(GoType type) => Under(type) is BasicType { Kind: BasicKind.String };
    private static bool IsSigned(GoType type)
        => Under(type) is BasicType { Info: var info } && (info & (BasicInfo.Integer | BasicInfo.Unsigned)) == BasicInfo.Integer;
    private static bool IsFloatType(GoType type) => Under(type) is BasicType b && (b.Info & BasicInfo.Float) != 0;
    private static bool IsComplexType(GoType type) => Under(type) is BasicType b && (b.Info & BasicInfo.Complex) != 0;
    private static bool IsIntegerType(GoType type) => Under(type) is BasicType b && (b.Info & BasicInfo.Integer) != 0;

    /// <summary>Kind of a type with exactly one scalar.</summary>
    private ValueKind KindOf(GoType type)
    {
        IReadOnlyList<ScalarComponent>? parts = Components(type);
        return parts is { Count: 1 } ? OpFacts.KindOf(parts[0].Kind) : throw Unexpected.Value(type);
    }

    // Emission

    private ValueId Emit(Op op, ValueKind kind, ReadOnlySpan<ValueId> arguments = default, long imm = 0, object? aux = null)
        => _f.Append(Current, op, kind, _pos, arguments, imm, aux);

    private ValueId Emit(Op op, ValueKind kind, ValueId a, long imm = 0, object? aux = null) => Emit(op, kind, [a], imm, aux);

    private ValueId Emit(Op op, ValueKind kind, ValueId a, ValueId b, long imm = 0) => Emit(op, kind, [a, b], imm);

    private ValueId Const(ValueKind kind, long value) => Emit(Op.Const, kind, default(ReadOnlySpan<ValueId>), value);

    private ValueId ConstInt(long value) => Const(ValueKind.I64, value);

    private ValueId Nil() => Const(ValueKind.Pointer, 0);

    private bool IsConst(ValueId id, out long value)
    {
        value = _f[id].AuxInt;
        return _f[id].Op == Op.Const;
    }

    private ValueId Symbol(DataSymbol symbol, ValueKind kind = ValueKind.Pointer)
        => Emit(Op.GlobalAddress, kind, default(ReadOnlySpan<ValueId>), 0, symbol);

    private ValueId Descriptor(GoType type) => Symbol(new DescriptorSymbol(type));

    private ValueId Offset(ValueId address, long offset)
        => offset == 0 ? address : Emit(Op.OffsetPointer, ValueKind.Pointer, address, offset);

    private void Mark(Objects.RelocationKind kind, GoType? type, string? name = null, int method = 0)
        => _f.Markers.Add(new LinkMarker(kind, type, name, method));

    // Parameters, results and captures

    private void BindParameters()
    {
        int register = 0;
        Span<ValueId> scalars = stackalloc ValueId[32];
        for (int i = 0; i < _ir.Parameters.Count; i++)
        {
            IrLocal local = _ir.Parameters[i];
            AbiParameter abi = _f.Abi.Parameters[i];
            GoType type = T(local.Type);
            if (!abi.InRegisters)
            {
                BindStackParameter(local, type, i);
                continue;
            }
            int count = 0;
            foreach (AbiScalar scalar in abi.Scalars)
            {
                _f.ParameterScalars.Add((i, scalar));
                scalars[count++] = Emit(Op.Param, OpFacts.KindOf(scalar.Kind), default(ReadOnlySpan<ValueId>), register++);
            }
            if (Components(type) is { } parts)
            {
                Declare(local, Typed(type, parts, scalars[..count]), i);
            }
            else
            {
                ValueId address = Allocate(type, local.Name, parameter: i);
                StoreAbiScalars(address, abi, scalars[..count]);
                BindMemory(local, address);
            }
        }
    }

    private void BindStackParameter(IrLocal local, GoType type, int index)
    {
        StackSlot slot = _f.NewSlot(local.Name, type, _layout.SizeOf(type), _layout.AlignOf(type));
        slot.AbiIndex = index;
        ValueId address = Emit(Op.LocalAddress, ValueKind.Pointer, default(ReadOnlySpan<ValueId>), 0, slot);
        if (local.IsAddressTaken)
        {
            Declare(local, Load(address, 0, type));
        }
        else if (Components(type) is null)
        {
            BindMemory(local, address);
        }
        else
        {
            Declare(local, Load(address, 0, type));
        }
    }

    private void StoreAbiScalars(ValueId address, AbiParameter abi, ReadOnlySpan<ValueId> scalars)
    {
        for (int i = 0; i < scalars.Length; i++)
        {
            Emit(Op.Store, ValueKind.None, address, scalars[i], abi.Scalars[i].Offset);
        }
    }

    private void BindMemory(IrLocal local, ValueId address)
    {
        int variable = NewVariable(ValueKind.Pointer);
        _locals[local] = new LocalPlace(variable, true);
        WriteVariable(variable, address);
    }

    private void BindResults()
    {
        for (int i = 0; i < _ir.Results.Count; i++)
        {
            IrLocal local = _ir.Results[i];
            GoType type = T(local.Type);
            bool onStack = !_f.Abi.Results[i].InRegisters;
            if (_ir.HasDefer && local.IsAddressTaken)
            {
                // Escape analysis decides where it lives and fills DeferredResults then.
                _f.DeferredResults.Add(default);
                ValueId allocated = Allocate(type, local.Name);
                _f.ResultAllocations.Add((i, allocated));
                BindMemory(local, allocated);
            }
            else if (_ir.HasDefer || (onStack && Components(type) is null && !local.IsAddressTaken))
            {
                StackSlot slot = _f.NewSlot(local.Name.Length == 0 ? "~r" + i : local.Name, type, _layout.SizeOf(type),
                    _layout.AlignOf(type));
                if (onStack)
                {
                    slot.AbiIndex = ~i;
                    _resultSlots.Add(i, slot);
                }
                slot.IsAlwaysLive = _ir.HasDefer;
                ValueId address = Emit(Op.LocalAddress, ValueKind.Pointer, default(ReadOnlySpan<ValueId>), 0, slot);
                if (_ir.HasDefer)
                {
                    _f.DeferredResults.Add(new DeferredResult(slot, false));
                }
                if (!slot.IsAlwaysLive || onStack)
                {
                    Zero(address, type);
                }
                BindMemory(local, address);
            }
            else
            {
                Declare(local, null);
            }
        }
        if (_ir.HasDefer)
        {
            _deferReturn = NewBlock();
            _deferReturn.Kind = BlockKind.DeferReturn;
            _deferReturn.Pos = _ir.End.IsValid ? _ir.End : _ir.Pos;
            BindOpenDefers();
        }
    }

    private void BindCaptures()
    {
        if (_ir.Captures.Count == 0)
        {
            return;
        }
        ValueId context = Emit(Op.ClosureContext, ValueKind.Pointer);
        long[] offsets = CaptureOffsets(_ir, out _);
        for (int i = 0; i < _ir.Captures.Count; i++)
        {
            IrCapture capture = _ir.Captures[i];
            GoType type = T(capture.Inner.Type);
            if (_known.ClosureIn(capture.Outer) is { } closure)
            {
                _known.SetClosure(capture.Inner, closure);
            }
            if (!capture.ByReference && !capture.Inner.IsAddressTaken && _known.ConstantIn(capture.Outer) is { } constant)
            {
                BindScalars(capture.Inner, ConstantOf(type, constant));
            }
            else if (capture.ByReference)
            {
                BindMemory(capture.Inner, LoadScalar(context, offsets[i], ValueKind.Pointer));
            }
            else if (Components(type) is null)
            {
                BindMemory(capture.Inner, Offset(context, offsets[i]));
            }
            else
            {
                GoValue value = Load(context, offsets[i], type);
                if (capture.Inner.IsAddressTaken)
                {
                    Declare(capture.Inner, value);
                }
                else
                {
                    BindScalars(capture.Inner, value);
                }
            }
        }
    }

    private GoValue ConstantOf(GoType type, IReadOnlyList<KnownLocals.Scalar> constant)
    {
        Span<ValueId> scalars = stackalloc ValueId[Layout.MaxComponents];
        for (int i = 0; i < constant.Count; i++)
        {
            scalars[i] = Emit(constant[i].Op, constant[i].Kind, default(ReadOnlySpan<ValueId>), constant[i].Immediate, constant[i].Aux);
        }
        return GoValue.Of(type, scalars[..constant.Count]);
    }

    /// <summary>Fields of a closure object: code address, then the captures.</summary>
    private StructType ClosureStruct(IrFunction closure)
    {
        var fields = new List<Variable>(closure.Captures.Count
            + 1) { new(default, _ir.Package, "F", Universe.Uintptr, VariableKind.Field) };
        foreach (IrCapture c in closure.Captures)
        {
            GoType type = T(c.Inner.Type);
            fields.Add(new Variable(default, _ir.Package, "X" + fields.Count, c.ByReference ? new PointerType(type) : type,
                VariableKind.Field));
        }
        return new StructType(fields, []);
    }

    private long[] CaptureOffsets(IrFunction closure, out StructType type)
    {
        type = ClosureStruct(closure);
        IReadOnlyList<long> all = _layout.FieldOffsets(type);
        long[] offsets = new long[closure.Captures.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = all[i + 1];
        }
        return offsets;
    }
}
