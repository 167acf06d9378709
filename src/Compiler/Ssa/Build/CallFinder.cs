using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Finds the parts of an expression that have a place in the order of evaluation. The spec orders calls, receives and logical operators
/// among each other only; as the original does, everything else of a statement's expressions is evaluated after them, so <c>return x,
/// f(&amp;x)</c> returns what f left.
/// </summary>
internal sealed class CallFinder(Layout layout, IrTypeEnvironment types) : IrWalker
{
    private List<IrExpression>? _ordered;
    private bool _found;

    /// <summary>
    /// Whether evaluating an expression runs other code of the program: calls, receives, and what the bound tree makes of them.
    /// </summary>
    public bool IsIn(IrExpression expression)
    {
        if (IsLeaf(expression))
        {
            return false;
        }
        Begin(null);
        Visit(expression);
        return _found;
    }

    /// <summary>As <see cref="IsIn"/>, for what an expression is made of.</summary>
    public bool IsInOperands(IrExpression expression)
    {
        Begin(null);
        VisitOperands(expression);
        return _found;
    }

    /// <summary>
    /// Whether an expression keeps its place among calls: a call itself, and what the original copies where it stands, above all builtins
    /// and slices. What it holds is evaluated with it.
    /// </summary>
    public bool IsOrdered(IrExpression expression) => Runs(expression) || expression switch
    {
        IrBuiltinCall b => b.Builtin is < IrBuiltin.UnsafeAdd or > IrBuiltin.UnsafeStringData,
        IrRuntimeCall or IrMake or IrNew or IrSlice or IrMapLiteral => true,
        IrBinary { Op: IrBinaryOp.AndAlso or IrBinaryOp.OrElse } => true,
        IrConvert c => IsOrderedConversion(c),
        IrTypeAssert { CommaOk: false } a => IsOrderedAssertion(a.Target),
        IrMapIndex { CommaOk: false } m => IsKeyOfBytes(m.Key),
        _ => false,
    };

    /// <summary>Whether it runs other code itself.</summary>
    public static bool Runs(IrExpression expression)
        => expression is IrCall or IrInterfaceCall or IrTypeParameterCall or IrReceive || (expression is IrSequence s && !IsMethodValue(s));

    /// <summary>Adds the outermost ordered expressions, in order.</summary>
    public void AddOrdered(IrExpression expression, List<IrExpression> ordered)
    {
        Begin(ordered);
        Visit(expression);
    }

    /// <summary>
    /// Adds the outermost ordered expressions of what an expression is made of: of a place that is assigned to, what says where it is.
    /// </summary>
    public void AddOrderedOperands(IrExpression expression, List<IrExpression> ordered)
    {
        Begin(ordered);
        VisitOperands(expression);
    }

    private void Begin(List<IrExpression>? ordered)
    {
        _ordered = ordered;
        _found = false;
    }

    private static bool IsLeaf(IrExpression expression)
        => expression is IrConstant or IrZero or IrLocalRef or IrGlobalRef or IrFunctionRef or IrClosure;

    /// <summary>A closure over its receiver, which is read where the closure is made: after the calls.</summary>
    private static bool IsMethodValue(IrSequence s) => s is { Statements: [IrDeclare], Value: IrClosure };

    private bool IsOrderedConversion(IrConvert c)
    {
        GoType to = types.Substitute(c.Type), from = types.Substitute(c.X.Type);
        if (TypePredicates.IsInterface(to))
        {
            return !TypePredicates.IsInterface(from) && !IsLeaf(c.X) && !IsAddressable(c.X) && IsBoxedByAddress(from)
                // What is known is data, and nobody asks when it is evaluated.
                && !new LiteralParts(layout, types).IsKnown(c);
        }
        return to.Underlying switch
        {
            // An address that a call returned as a number is seen by the collector at once.
            BasicType { Kind: BasicKind.UnsafePointer } => c.X is IrCall or IrInterfaceCall,
            SliceType => from.Underlying is BasicType { Kind: BasicKind.String },
            _ => false,
        };
    }

    /// <summary>
    /// Whether the original's runtime boxes values of a type from where they lie: what lies nowhere is copied first. Words without
    /// pointers, strings and slices are passed as values.
    /// </summary>
    private bool IsBoxedByAddress(GoType type)
    {
        if (type is BasicType { Kind: BasicKind.UntypedNil })
        {
            return false;
        }
        long size = layout.SizeOf(type);
        if (size == layout.AlignOf(type) && (size == 2 || (size is 4 or 8 && !layout.HasPointers(type))))
        {
            return false;
        }
        GoType part = type;
        while (part.Underlying is StructType { Fields.Count: 1 } or ArrayType { Length: 1 })
        {
            part = part.Underlying is StructType s ? s.Fields[0].Type! : ((ArrayType)part.Underlying).Element;
        }
        return part.Underlying is not (SliceType or BasicType { Kind: BasicKind.String });
    }

    private static bool IsAddressable(IrExpression x) => x switch
    {
        IrLocalRef or IrGlobalRef or IrDereference => true,
        IrField f => IsAddressable(f.X),
        IrIndex i => i.X.Type.Underlying switch
        {
            ArrayType => IsAddressable(i.X),
            BasicType => false, // a string's byte
            _ => true,
        },
        _ => false,
    };

    /// <summary>
    /// The asserted value is copied out of its box where the assertion stands; a pointer is the box. Types that depend on type parameters
    /// are left.
    /// </summary>
    private bool IsOrderedAssertion(GoType target)
    {
        GoType type = types.Substitute(target);
        return ReferenceEquals(type, target) && !layout.IsDirectInterface(type);
    }

    /// <summary>Aggregates are compared where they lie; what lies nowhere, and small variables of the function, are copied first.</summary>
    private bool IsCopiedToCompare(IrExpression operand)
    {
        GoType type = types.Substitute(operand.Type);
        return type.Underlying is StructType or ArrayType
            && operand is not (IrConstant or IrZero or IrGlobalRef)
            && (!IsAddressable(operand) || (IsInLocal(operand) && layout.Components(type) is not null));
    }

    private static bool IsInLocal(IrExpression x) => x switch
    {
        IrLocalRef => true,
        IrField f => IsInLocal(f.X),
        IrIndex { X.Type.Underlying: ArrayType } i => IsInLocal(i.X),
        _ => false,
    };

    /// <summary>
    /// Keys are handed to the runtime by their address, but for strings, pointers and integers of 32 and 64 bits; aggregates of such a size
    /// become integers.
    /// </summary>
    private bool IsCopiedKey(IrMapIndex m)
    {
        if (m.Key is IrConstant or IrZero || types.Substitute(m.Map.Type).Underlying is not MapType map)
        {
            return false;
        }
        bool isFast = false;
        if (layout.SizeOf(map.Element) <= LargestElementOfFastMaps)
        {
            isFast = map.Key.Underlying is BasicType { Kind: BasicKind.String }
                || (layout.SizeOf(map.Key) is 4 or 8 && TypeAlgorithms.IsPlainMemory(map.Key, layout));
        }
        return isFast ? map.Key.Underlying is StructType or ArrayType : !IsLeaf(m.Key) && !IsAddressable(m.Key);
    }

    private const int LargestElementOfFastMaps = 128;

    /// <summary>Bytes that serve as a string for the time of a look-up must not change before it.</summary>
    private bool IsKeyOfBytes(IrExpression key)
    {
        switch (key)
        {
            case IrConvert c:
                return types.Substitute(c.Type).Underlying is BasicType { Kind: BasicKind.String }
                    && types.Substitute(c.X.Type).Underlying is SliceType { Element: var e }
                    && types.Substitute(e).Underlying is BasicType { Kind: BasicKind.Uint8 };
            case IrStructLiteral s:
                foreach ((int _, IrExpression value) in s.Fields)
                {
                    if (IsKeyOfBytes(value))
                    {
                        return true;
                    }
                }
                return false;
            case IrArrayLiteral a:
                foreach ((long _, IrExpression value) in a.Elements)
                {
                    if (IsKeyOfBytes(value))
                    {
                        return true;
                    }
                }
                return false;
            default:
                return false;
        }
    }

    /// <summary>Only the type of its operand counts (spec, Package unsafe); with type parameters it is no constant.</summary>
    private static bool IsUnevaluated(IrExpression expression)
        => expression is IrBuiltinCall { Builtin: IrBuiltin.UnsafeSizeof or IrBuiltin.UnsafeAlignof or IrBuiltin.UnsafeOffsetof };

    private void VisitOperands(IrExpression expression)
    {
        if (IsUnevaluated(expression))
        {
            return;
        }
        switch (expression)
        {
            case IrBuiltinCall { Builtin: IrBuiltin.AppendSlice, Operands: [var slice, IrMake { Capacity: null } zeroes] }:
                Visit(slice); // append(s, make([]T, n)...) makes no slice
                Visit(zeroes.Length);
                break;
            case IrBinary { Op: IrBinaryOp.Equal or IrBinaryOp.NotEqual } b:
                Visit(b.X);
                Visit(b.Y);
                AddCopied(b.X, IsCopiedToCompare(b.X));
                AddCopied(b.Y, IsCopiedToCompare(b.Y));
                break;
            case IrMapIndex m:
                Visit(m.Map);
                Visit(m.Key);
                AddCopied(m.Key, IsCopiedKey(m));
                break;
            default:
                base.Visit(expression);
                break;
        }
    }

    /// <summary>An operand that is copied once the calls among the operands are made.</summary>
    private void AddCopied(IrExpression operand, bool isCopied)
    {
        if (isCopied && _ordered is not null && !IsOrdered(operand))
        {
            _ordered.Add(operand);
        }
    }

    public override void Visit(IrExpression? expression)
    {
        if (expression is null || _found || IsUnevaluated(expression))
        {
            return;
        }
        if (_ordered is not null && IsOrdered(expression))
        {
            _ordered.Add(expression);
            return;
        }
        _found = _ordered is null && Runs(expression);
        if (!_found)
        {
            VisitOperands(expression);
        }
    }
}
