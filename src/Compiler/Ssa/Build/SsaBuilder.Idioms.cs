using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Statements that one call of the runtime does: an element of a map that is read and written, loops that empty a map or clear a slice.
/// </summary>
internal sealed partial class SsaBuilder
{
    /// <summary>
    /// <c>m[k] = append(m[k], ...)</c>: what is appended is evaluated first, then one call finds or makes the element, which is
    /// appended to in its place.
    /// </summary>
    private bool AppendToElement(IrExpression target, IrExpression value, Text.Pos pos)
    {
        if (target is not IrMapIndex to
            || value is not IrBuiltinCall { Builtin: IrBuiltin.Append or IrBuiltin.AppendSlice, Operands.Count: > 1 } append
            || append.Operands[0] is not IrMapIndex { CommaOk: false } from
            || !SamePlace(to.Map, from.Map) || !SameOperand(to.Key, from.Key)
            || append.Operands[1] is IrMake)
        {
            return false;
        }
        int before = _evaluated.Count;
        IrExpression[] operands = [.. append.Operands.Skip(1)];
        bool outer = BeginAssignment([target], operands);
        Target t = TargetOf(target);
        GoValue[] appended = EvaluateAll(operands, isStable: true);
        EndOperands(outer, before);
        _pos = pos;
        GoType type = T(target.Type), element = ((SliceType)Under(type)).Element;
        ValueId place = MapAssign(t.Map, t.Key);
        GoValue slice = Load(place, 0, type);
        if (append.Builtin == IrBuiltin.Append)
        {
            AppendValues(slice, appended, type, Place.Memory(type, place, 0), buffer: null);
        }
        else
        {
            AppendElements(slice, appended[0], type, element, Place.Memory(type, place, 0));
        }
        return true;
    }

    /// <summary>Both are one value, whatever is evaluated in between.</summary>
    private static bool SameOperand(IrExpression a, IrExpression b) => (a, b) switch
    {
        (IrConstant x, IrConstant y) => x.Type == y.Type && x.Value.Equals(y.Value),
        _ => SamePlace(a, b),
    };

    /// <summary>
    /// An assignment with an operator may make the element before the operation: that cannot panic, or (a negative shift) the original
    /// compiler makes it first too. Counts of shifts are evaluated with the shift.
    /// </summary>
    private bool MakesElementFirst(IrOperatorAssign a) => a.Op switch
    {
        IrBinaryOp.Divide => a.Value is IrConstant || Under(T(a.Target.Type)) is BasicType b && (b.Info & BasicInfo.Integer) == 0,
        IrBinaryOp.Remainder => a.Value is IrConstant,
        IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight => a.Value is IrConstant or IrLocalRef,
        _ => true,
    };

    /// <summary><c>for k := range m { delete(m, k) }</c> leaves a map without elements, unless keys can differ from themselves.</summary>
    private static bool ClearsMap(IrRange r, MapType map)
    {
        return Only(r.Body) is IrExpressionStatement { X: IrBuiltinCall { Builtin: IrBuiltin.Delete } delete }
            && r.Value is null && r.Key is { } key
            && delete.Operands[1] is IrLocalRef deleted && deleted.Local == key && SamePlace(r.X, delete.Operands[0])
            && TypeAlgorithms.EqualsItself(map.Key);
    }

    /// <summary><c>for i := range s { s[i] = zero }</c>.</summary>
    private static bool ClearsSlice(IrRange r)
        => Only(r.Body) is IrAssign { IsDeclaration: false, Targets: [IrIndex { Index: IrLocalRef at } element], Values: [var value] }
            && r.Value is null && at.Local == r.Key && SamePlace(r.X, element.X)
            && (value is IrZero || (value is IrConstant c && StaticScalar.IsZero(c.Value)));

    /// <summary>The statement that a block consists of.</summary>
    private static IrStatement Only(IrStatement body)
    {
        while (body is IrBlock { Statements: [var only] })
        {
            body = only;
        }
        return body;
    }
}
