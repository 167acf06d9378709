using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// Decides which package-level initialisers become data (contract sections 8 and 7.8) and makes the rest the body of function <c>init</c>.
/// Much of package runtime runs before any initialiser, so for it this is a matter of correctness.
/// </summary>
public sealed partial class StaticInitialization
{
    private readonly IrPackage _package;
    private readonly Layout _layout;
    private readonly Func<Function, IrFunction?> _bodyOf;
    private readonly MutationAnalysis _mutations;
    private readonly Dictionary<Variable, StaticValue> _known = new(ReferenceEqualityComparer.Instance);
    private readonly EntityList<(Variable Variable, StaticValue Value)> _values = [];
    private readonly List<StaticVariable> _anonymous = [];
    private readonly List<IrStatement> _dynamic = [];

    /// <summary>Names given to nameless variables.</summary>
    private int _names;

    /// <summary>This initialiser, or one before it, may change variables that were static so far.</summary>
    private bool _mayHaveMutated;

    private StaticInitialization(IrPackage package, Layout layout, Func<Function, IrFunction?> bodyOf)
    {
        _package = package;
        _layout = layout;
        _bodyOf = bodyOf;
        _mutations = new MutationAnalysis(package.Package, layout, bodyOf);
    }

    /// <summary>Initial values of variables, in initialisation order. Variables that are missing start as zero.</summary>
    public IReadOnlyList<(Variable Variable, StaticValue Value)> Values => _values;

    /// <summary>Variables without names that the values point to.</summary>
    public IReadOnlyList<StaticVariable> Anonymous => _anonymous;

    /// <summary>
    /// Runs once per package; sets <see cref="IrPackage.Init"/>'s body. <paramref name="bodyOf"/> gives the bound tree of functions, of
    /// imported packages too, where it is at hand: calls of trivial ones (constructors such as errors.New) are evaluated.
    /// </summary>
    public static StaticInitialization Run(IrPackage package, Layout layout, Func<Function, IrFunction?>? bodyOf = null)
    {
        Dictionary<Function, IrFunction>? own = null;
        var result = new StaticInitialization(package, layout, function =>
        {
            if (function.Package != package.Package)
            {
                return bodyOf?.Invoke(function);
            }
            own ??= Index(package);
            return own.GetValueOrDefault(function);
        });
        foreach (IrInitializer step in package.Initializers)
        {
            result.Initialize(step);
        }
        package.Init.Body = result._dynamic.Count == 0 ? null : new IrBlock(result._dynamic, default);
        return result;
    }

    private static Dictionary<Function, IrFunction> Index(IrPackage package)
    {
        var index = new Dictionary<Function, IrFunction>(ReferenceEqualityComparer.Instance);
        foreach (IrFunction function in package.Functions)
        {
            if (function.Object is { } o)
            {
                index[o] = function;
            }
        }
        return index;
    }

    private void Initialize(IrInitializer step)
    {
        // Asked first: a part of the value may change what another part reads.
        _mayHaveMutated |= _mutations.MayMutate(step.Value);
        if (step.Targets is [var target] && Evaluate(step.Value, null, 0) is { } value)
        {
            if (target is not null)
            {
                SetStatic(target, value);
            }
            return;
        }
        if (step.Targets is [{ } variable] && (step.Value is IrStructLiteral or IrArrayLiteral || IsVariableOfLiteral(step.Value)))
        {
            var residue = new List<IrAssign>();
            StaticValue part = EvaluatePart(new IrGlobalRef(step.Targets[0]!, step.Pos), step.Value, residue);
            SetStatic(step.Targets[0]!, part);
            // Reading it would miss what is still to come.
            _known.Remove(step.Targets[0]!);
            foreach (IrAssign statement in residue)
            {
                AddDynamic(statement);
            }
            return;
        }
        IrExpression?[] targets = [.. step.Targets.Select(t => t is null ? null : new IrGlobalRef(t, step.Pos))];
        AddDynamic(new IrAssign(targets, [step.Value], false, step.Pos));
    }

    private void SetStatic(Variable variable, StaticValue value)
    {
        Name(value);
        _known[variable] = value;
        if (value is not StaticZero)
        {
            _values.Add((variable, value));
        }
    }

    private void AddDynamic(IrAssign assignment)
    {
        _dynamic.Add(assignment);
        TabulateMaps(assignment.Values[0]);
        // A variable under another name may be one that another package declares, and keeps nothing of ours.
        if (assignment is { Targets: [IrGlobalRef { Variable.LinkName: null } global],
            Values: [IrMapLiteral { Entries.Count: 0, Tables.Count: > 0 } literal] })
        {
            _dynamic[^1] = CallOfMapInitializer(global.Variable, literal, assignment);
        }
    }

    /// <summary>Gives the anonymous variables of a value that is used their symbols.</summary>
    private void Name(StaticValue value)
    {
        switch (value)
        {
            case StaticPointer pointer:
                Name(pointer.Target);
                break;
            case StaticSlice slice:
                Name(slice.Data.Target);
                break;
            case StaticInterface i:
                Name(i.Value);
                break;
            case StaticAggregate aggregate:
                foreach ((_, StaticValue part) in aggregate.Parts)
                {
                    Name(part);
                }
                break;
        }
    }

    private void Name(StaticTarget target)
    {
        if (target is StaticVariable { Symbol: "" } variable)
        {
            variable.Symbol = SymbolNames.EscapePath(_package.Package.Path) + "." + NextName();
            Add(variable);
        }
    }

    private void Add(StaticVariable variable)
    {
        _anonymous.Add(variable);
        Name(variable.Value);
    }

    private string NextName() => ".stmp_" + (_names++).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A literal stored in a variable: static elements become data, the others assignments to their places.</summary>
    private StaticValue EvaluatePart(IrExpression place, IrExpression value, List<IrAssign> residue)
    {
        if (Evaluate(value, null, 0) is { } known)
        {
            return known;
        }
        var parts = new EntityList<(long, StaticValue)>();
        switch (value)
        {
            case IrStructLiteral literal:
                var structure = (StructType)literal.Type.Underlying;
                IReadOnlyList<long> offsets = _layout.FieldOffsets(structure);
                foreach ((int field, IrExpression element) in literal.Fields)
                {
                    if (structure.Fields[field].IsBlank)
                    {
                        if (Evaluate(element, null, 0) is null)
                        {
                            residue.Add(new IrAssign([null], [element], false, element.Pos));
                        }
                        continue;
                    }
                    Add(parts, offsets[field], EvaluatePart(new IrField(place, field, structure.Fields[field].Type!, element.Pos), element,
                        residue));
                }
                return new StaticAggregate(Sorted(parts), literal.Type);
            case IrArrayLiteral { Type.Underlying: ArrayType array } literal:
                return new StaticAggregate(EvaluateElements(place, literal, array.Element, residue), literal.Type);
            case IrArrayLiteral { Type.Underlying: SliceType slice } literal:
                var backing = new ArrayType(slice.Element, literal.Length);
                StaticVariable data = EvaluateVariable(backing, value.Pos,
                    p => new StaticAggregate(EvaluateElements(p, literal, slice.Element, residue), backing));
                return new StaticSlice(new StaticPointer(data, 0, new PointerType(slice.Element)), literal.Length, literal.Length,
                    literal.Type);
            case IrAddressOf { X: var pointed } address when IsVariableOfLiteral(value):
                return new StaticPointer(EvaluateVariable(pointed.Type, value.Pos, p => EvaluatePart(p, pointed, residue)), 0,
                    address.Type);
            default:
                residue.Add(new IrAssign([place], [value], false, value.Pos));
                return new StaticZero(value.Type);
        }
    }

    /// <summary>
    /// A nameless variable, some parts of which are assigned: at their own place, because a call on the way may have changed the slice or
    /// pointer that leads there.
    /// </summary>
    private StaticVariable EvaluateVariable(GoType type, Pos pos, Func<IrExpression, StaticValue> evaluate)
    {
        var named = new Variable(pos, _package.Package, NextName(), type, VariableKind.PackageLevel);
        var variable = new StaticVariable(type, evaluate(new IrGlobalRef(named, pos))) { Symbol = SymbolNames.Of(named) };
        Add(variable);
        return variable;
    }

    private EntityList<(long, StaticValue)> EvaluateElements(IrExpression place, IrArrayLiteral literal, GoType element,
        List<IrAssign> residue)
    {
        var parts = new EntityList<(long, StaticValue)>(literal.Elements.Count);
        long size = _layout.SizeOf(element);
        foreach ((long index, IrExpression value) in literal.Elements)
        {
            var at = new IrConstant(ConstantValue.Of(index), Universe.Int, value.Pos);
            Add(parts, index * size, EvaluatePart(new IrIndex(place, at, element, value.Pos), value, residue));
        }
        return Sorted(parts);
    }

    /// <summary><c>&amp;T{...}</c>: what it points to is a variable that is assigned part by part.</summary>
    private static bool IsVariableOfLiteral(IrExpression x)
        => x is IrAddressOf { X: IrStructLiteral or IrArrayLiteral { Type.Underlying: ArrayType } };

    private static void Add(EntityList<(long, StaticValue)> parts, long offset, StaticValue value)
    {
        if (value is not StaticZero)
        {
            parts.Add((offset, value));
        }
    }

    private static EntityList<(long Offset, StaticValue Value)> Sorted(EntityList<(long Offset, StaticValue Value)> parts)
    {
        for (int i = 1; i < parts.Count; i++)
        {
            if (parts[i].Offset < parts[i - 1].Offset)
            {
                parts.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
                break;
            }
        }
        return parts;
    }
}
