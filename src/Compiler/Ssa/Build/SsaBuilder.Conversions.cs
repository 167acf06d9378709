using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue Convert(IrConvert c)
    {
        GoType to = T(c.Type), from = T(c.X.Type);
        if (TypePredicates.IsInterface(to))
        {
            return TypePredicates.IsInterface(from) ? InterfaceToInterface(Evaluate(c.X), to, c.Pos) : ToInterface(c.X, to, c.Pos);
        }
        GoType toUnder = Under(to), fromUnder = Under(from);
        if (c.X is IrConstant constant && toUnder is BasicType && fromUnder is BasicType && ConstantFits(constant, toUnder))
        {
            return Constant(constant.Value, to);
        }
        switch (toUnder)
        {
            case BasicType { Kind: BasicKind.String } when fromUnder is not BasicType { Kind: BasicKind.String }:
                return ToStringValue(c, to, fromUnder);
            case SliceType s when fromUnder is BasicType { Kind: BasicKind.String }:
                return StringToSlice(c, to, s);
            case ArrayType a when fromUnder is SliceType:
                return SliceToArray(c, to, a);
            case PointerType { Element: var e } when Under(e) is ArrayType array && fromUnder is SliceType:
                return GoValue.Of(to, SliceToArrayPointer(Evaluate(c.X), array, c.Pos));
            case BasicType { Kind: BasicKind.UnsafePointer } when fromUnder is BasicType { Kind: BasicKind.Uintptr }:
                return GoValue.Of(to, UintptrToPointer(c.X));
            case BasicType b when fromUnder is BasicType f && b.Kind != f.Kind && (b.Info & BasicInfo.Numeric) != 0
                && (f.Info & BasicInfo.Numeric) != 0:
                GoValue number = Evaluate(c.X);
                _pos = c.Pos;
                return ConvertNumber(number, f, b, to);
        }
        GoValue x = Evaluate(c.X);
        _pos = c.Pos;
        if (_env.FusesFloats && toUnder is BasicType { Info: var info } && (info & (BasicInfo.Float | BasicInfo.Complex)) != 0)
        {
            return Rounded(x, to);
        }
        return fromUnder is BasicType { Kind: BasicKind.UnsafePointer } && toUnder is BasicType { Kind: BasicKind.Uintptr }
            ? PointerToUintptr(x, to) : Retyped(x, to);
    }

    /// <summary>
    /// Conversions of floats to their own type round (spec, Floating-point operators): sums do not take such products in.
    /// </summary>
    private GoValue Rounded(GoValue x, GoType to)
    {
        ValueId Part(ValueId part) => Emit(Op.FloatToFloat, _f[part].Kind, part);
        return x.Count == 1 ? GoValue.Of(to, Part(x[0])) : GoValue.Of(to, Part(x[0]), Part(x[1]));
    }

    private static bool ConstantFits(IrConstant c, GoType to) => to is BasicType { Info: var info }
        && ((info & BasicInfo.String) != 0 ? c.Value is Constants.StringConstant
            : (info & BasicInfo.Boolean) != 0 ? c.Value is Constants.BoolConstant
            : (info & (BasicInfo.Float | BasicInfo.Complex)) != 0 && c.Value is not (Constants.StringConstant or Constants.BoolConstant));

    /// <summary>The same bits as another type; scalars change their kind when only one of the types is known to the collector.</summary>
    private GoValue Retyped(GoValue x, GoType to)
    {
        if (x.IsInMemory || x.Count == 0)
        {
            return x.As(to);
        }
        IReadOnlyList<ScalarComponent> parts = Components(to) ?? throw Unexpected.Value(to);
        bool same = true;
        for (int i = 0; i < x.Count; i++)
        {
            same &= _f[x[i]].Kind == OpFacts.KindOf(parts[i].Kind);
        }
        if (same)
        {
            return x.As(to);
        }
        Span<ValueId> scalars = stackalloc ValueId[Layout.MaxComponents];
        for (int i = 0; i < x.Count; i++)
        {
            scalars[i] = AsKind(x[i], OpFacts.KindOf(parts[i].Kind));
        }
        return GoValue.Of(to, scalars[..x.Count]);
    }

    private ValueId AsKind(ValueId x, ValueKind kind)
    {
        if (_f[x].Kind == kind)
        {
            return x;
        }
        if (IsConst(x, out long value) && (kind != ValueKind.Pointer || value == 0))
        {
            return Const(kind, value);
        }
        return Emit(Op.Bitcast, kind, x, Value.KeepsFlow);
    }

    /// <summary>A value of scalars that may have to change between word and pointer for this type.</summary>
    private GoValue Typed(GoType type, ValueId a) => GoValue.Of(type, AsKind(a, KindOfFirst(type)));

    private GoValue Typed(GoType type, ValueId start, ValueId length, ValueId capacity)
        => GoValue.Of(type, AsKind(start, KindOfFirst(type)), length, capacity);

    private GoValue PointerToUintptr(GoValue x, GoType to)
    {
        if (IsConst(x[0], out long value))
        {
            return GoValue.Of(to, ConstInt(value));
        }
        ValueId cast = Emit(Op.Bitcast, ValueKind.I64, x[0]);
        if (_collectSources > 0)
        {
            _sources.Add(cast);
        }
        _keptSources?.Add(x[0]);
        return GoValue.Of(to, cast);
    }

    /// <summary>
    /// uintptr to unsafe.Pointer. Arithmetic on a converted pointer inside one expression derives from that pointer (package unsafe, rule
    /// 3): it becomes pointer arithmetic, so that escape analysis and the collector see where the result points.
    /// </summary>
    private ValueId UintptrToPointer(IrExpression x)
    {
        if (_collectSources++ == 0)
        {
            _sources.Clear();
        }
        ValueId integer = Evaluate(x)[0];
        _collectSources--;
        ValueId source = SourceOf(integer, 0);
        if (source.IsNone)
        {
            return Emit(Op.Bitcast, ValueKind.Pointer, integer);
        }
        // The same number that the arithmetic began with: the stack may have moved since, but not the distance.
        return Emit(Op.AddPointer, ValueKind.Pointer, _f.Argument(source, 0), Emit(Op.Sub, ValueKind.I64, integer, source));
    }

    private readonly HashSet<ValueId> _sources = [];
    private int _collectSources;

    /// <summary>The conversion of a pointer that an integer is computed from.</summary>
    private ValueId SourceOf(ValueId integer, int depth)
    {
        ref Value v = ref _f[integer];
        if (v.Op == Op.Bitcast && _f[_f.Argument(integer, 0)].Kind == ValueKind.Pointer && _sources.Contains(integer))
        {
            return integer;
        }
        if (depth < 8 && v.Op is Op.Add or Op.Sub or Op.And or Op.Or or Op.Xor)
        {
            ValueId left = SourceOf(_f.Argument(integer, 0), depth + 1);
            return left.IsNone ? SourceOf(_f.Argument(integer, 1), depth + 1) : left;
        }
        return default;
    }

    // Numbers

    private GoValue ConvertNumber(GoValue x, BasicType from, BasicType to, GoType type)
    {
        if ((to.Info & BasicInfo.Complex) != 0)
        {
            ValueKind part = to.Kind == BasicKind.Complex64 ? ValueKind.F32 : ValueKind.F64;
            return GoValue.Of(type, FloatTo(x[0], part), FloatTo(x[1], part));
        }
        ValueKind kind = KindOf(type);
        bool fromFloat = (from.Info & BasicInfo.Float) != 0, toFloat = (to.Info & BasicInfo.Float) != 0;
        bool fromSigned = (from.Info & BasicInfo.Unsigned) == 0, toSigned = (to.Info & BasicInfo.Unsigned) == 0;
        if (fromFloat)
        {
            return GoValue.Of(type, toFloat ? FloatTo(x[0], kind) : FloatToInteger(x[0], kind, toSigned));
        }
        return GoValue.Of(type, toFloat ? IntegerToFloat(x[0], fromSigned, kind) : ResizeInteger(x[0], fromSigned, kind));
    }

    private ValueId FloatTo(ValueId x, ValueKind kind) => _f[x].Kind == kind ? x : Emit(Op.FloatToFloat, kind, x);

    private ValueId ResizeInteger(ValueId x, bool signed, ValueKind kind)
    {
        ValueKind from = _f[x].Kind;
        if (from == kind)
        {
            return x;
        }
        if (IsConst(x, out long value))
        {
            return Const(kind, ScalarBits.SignExtended(signed ? value : ScalarBits.ZeroExtended(value, from), kind));
        }
        return OpFacts.SizeOf(kind) < OpFacts.SizeOf(from)
            ? Emit(Op.Truncate, kind, x) : Emit(signed ? Op.SignExtend : Op.ZeroExtend, kind, x);
    }

    // Narrow integers go through 64 bits (32-bit signed ones fit either way), so that targets need few forms.
    private ValueId IntegerToFloat(ValueId x, bool signed, ValueKind kind)
    {
        ValueKind from = _f[x].Kind;
        if (from != ValueKind.I64)
        {
            x = Emit(signed ? Op.SignExtend : Op.ZeroExtend, ValueKind.I64, x);
            signed = true;
        }
        return Emit(signed ? Op.IntToFloatS : Op.IntToFloatU, kind, x);
    }

    private ValueId FloatToInteger(ValueId x, ValueKind kind, bool signed)
    {
        if (kind == ValueKind.I64)
        {
            return Emit(signed ? Op.FloatToIntS : Op.FloatToIntU, ValueKind.I64, x);
        }
        // GO: out-of-range results are implementation-defined; its compiler converts to int32 for int32 and smaller types, to int64 for
        // uint32.
        ValueKind through = kind == ValueKind.I32 && !signed ? ValueKind.I64 : ValueKind.I32;
        ValueId integer = Emit(Op.FloatToIntS, through, x);
        return through == kind ? integer : Emit(Op.Truncate, kind, integer);
    }

    // Strings and slices

    private GoValue ToStringValue(IrConvert c, GoType to, GoType from)
    {
        GoValue x = Evaluate(c.X);
        _pos = c.Pos;
        ValueId[] s = from switch
        {
            BasicType b => CallRuntimeResults("intstring", ConversionBuffer(Universe.Basic(BasicKind.Uint8), 4),
                IntegerForString(x[0], (b.Info & BasicInfo.Unsigned) == 0)),
            SliceType slice when Under(slice.Element) is BasicType { Kind: BasicKind.Uint8 }
                => CallRuntimeResults("slicebytetostring", ConversionBuffer(Universe.Basic(BasicKind.Uint8), TemporaryStringSize), x[0],
                    x[1]),
            SliceType => CallRuntimeResults("slicerunetostring", ConversionBuffer(Universe.Basic(BasicKind.Uint8), TemporaryStringSize),
                x[0], x[1], x[2]),
            _ => throw Unexpected.Value(from),
        };
        return GoValue.Of(to, s[0], s[1]);
    }

    /// <summary>Bytes or runes of the runtime's temporary buffers (runtime/string.go, tmpStringBufSize).</summary>
    private const int TemporaryStringSize = 32;

    private ValueId IntegerForString(ValueId x, bool signed) => Widen(x, signed);

    private GoValue StringToSlice(IrConvert c, GoType to, SliceType slice)
    {
        GoValue x = Evaluate(c.X);
        _pos = c.Pos;
        bool isBytes = Under(slice.Element) is BasicType { Kind: BasicKind.Uint8 };
        if (isBytes && c.X is IrConstant && IsConst(x[1], out long length) && length > 0)
        {
            // A variable like any other, filled from the constant.
            ValueId bytes = Allocate(new ArrayType(slice.Element, length), "([]byte)(string)", isImplicit: false);
            _f[Emit(Op.Move, ValueKind.None, [bytes, x[0]], length)].Flags |= ValueFlags.FreshMemory;
            return GoValue.Of(to, bytes, x[1], x[1]);
        }
        string helper = isBytes ? "stringtoslicebyte" : "stringtoslicerune";
        ValueId[] s = CallRuntimeResults(helper, ConversionBuffer(slice.Element, TemporaryStringSize), x[0], x[1]);
        return GoValue.Of(to, s[0], s[1], s[2]);
    }

    private ValueId SliceToArrayPointer(GoValue slice, ArrayType array, Text.Pos pos)
    {
        _pos = pos;
        CheckBounds(ConstInt(array.Length), slice[1], BoundsCode.Convert, signed: true);
        return slice[0];
    }

    private GoValue SliceToArray(IrConvert c, GoType to, ArrayType array)
    {
        ValueId p = SliceToArrayPointer(Evaluate(c.X), array, c.Pos);
        return array.Length == 0 ? ZeroValue(to) : Load(p, 0, to);
    }
}
