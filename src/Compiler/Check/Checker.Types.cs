using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Checks a name, as a value or (with <paramref name="wantType"/>) as a type.</summary>
    private void CheckName(ref Operand x, NameSyntax e, bool wantType)
    {
        x = new Operand { Expression = e };
        if (LookupName(e.Value, out Scope? scope) is not { } o)
        {
            if (e.IsBlank)
            {
                Error(e, Catalogue.InvalidBlank, "cannot use _ as value or type");
            }
            else if (IsValidName(e.Value))
            {
                Error(e, Catalogue.UndeclaredName, $"undefined: {e.Value}");
            }
            return;
        }
        if (ReferenceEquals(scope, Universe.Scope) && (e.Value is "any" or "comparable") && !VerifyVersion(e, 18, $"predeclared {e.Value}"))
        {
            return;
        }
        RecordObject(e, o);
        if (wantType && o is not TypeName)
        {
            Error(e, Catalogue.NotAType, $"{o.Name} ({ObjectKind(o)}) is not a type");
            MarkUsed(o);
            return;
        }
        if (o.Type is null || (wantType && ReferenceEquals(o.Package, _package)))
        {
            CheckObject(o);
        }
        if (_dotImports is not null && _dotImports.TryGetValue((scope!, o.Name), out PackageName? import))
        {
            import.IsUsed = true;
        }
        GoType type = o.Type!;
        switch (o)
        {
            case PackageName:
                Error(e, Catalogue.InvalidPkgUse, $"use of package {o.Name} not in selector");
                return;
            case ConstantObject constant:
                AddDependency(constant);
                if (!IsValidType(type))
                {
                    return;
                }
                if (ReferenceEquals(scope, Universe.Scope) && e.Value == "iota")
                {
                    if (_environment.Iota is null)
                    {
                        Error(e, Catalogue.InvalidIota, "cannot use iota outside constant declaration");
                        return;
                    }
                    x.Value = _environment.Iota;
                }
                else
                {
                    x.Value = constant.Value;
                }
                x.Mode = OperandMode.Constant;
                break;
            case TypeName:
                x.Mode = OperandMode.Type;
                break;
            case Variable:
                MarkUsed(o);
                AddDependency(o);
                if (!IsValidType(type))
                {
                    return;
                }
                x.Mode = OperandMode.Addressable;
                break;
            case Function:
                AddDependency(o);
                x.Mode = OperandMode.Value;
                break;
            case BuiltinObject builtin:
                x.Builtin = builtin.Builtin;
                x.Mode = OperandMode.Builtin;
                break;
            case NilObject:
                x.Mode = OperandMode.NilValue;
                break;
            default:
                throw Unexpected.Value(o);
        }
        x.Type = type;
    }

    private void MarkUsed(GoObject o)
    {
        // Variables of other packages are shared between threads and never reported.
        if (o is Variable v && ReferenceEquals(v.Package, _package))
        {
            v.IsUsed = true;
        }
    }

    /// <summary>False for names that the scanner has complained about.</summary>
    private static bool IsValidName(string name)
    {
        bool first = true;
        foreach (System.Text.Rune rune in name.EnumerateRunes())
        {
            if (!(System.Text.Rune.IsLetter(rune) || rune.Value == '_' || (!first && System.Text.Rune.IsDigit(rune))))
            {
                return false;
            }
            first = false;
        }
        return true;
    }

    /// <summary>Checks a type expression.</summary>
    private GoType CheckType(ExpressionSyntax e) => CheckDeclaredType(e, null);

    /// <summary>Checks a type expression of which there are variables: constraint interfaces are refused.</summary>
    private GoType CheckVariableType(ExpressionSyntax e)
    {
        GoType type = CheckDeclaredType(e, null);
        RefuseConstraint(e, type);
        return type;
    }

    private void RefuseConstraint(ExpressionSyntax e, GoType type)
    {
        GoType t = AliasType.Unalias(type);
        switch (t)
        {
            case InterfaceType { Methods.Count: 0, Embedded.Count: 0 }:
            case not (InterfaceType or NamedType or BasicType { Kind: BasicKind.Invalid }):
            case NamedType { IsResolved: true } n when n.Origin.Underlying is not InterfaceType:
                return; // the common cases need no waiting
        }
        Later(() =>
        {
            if (IsTypeParameter(type) || type.Underlying is not InterfaceType i)
            {
                return;
            }
            TypeSet set = TypeSets.Of(i);
            if (!set.IsMethodSet)
            {
                string reason = set.IsComparable ? "interface is (or embeds) comparable" : "interface contains type constraints";
                SoftError(e, Catalogue.MisplacedConstraintIface, $"cannot use type {Text(type)} outside a type constraint: {reason}");
            }
        });
    }

    /// <summary>
    /// Checks the type of a declaration (<paramref name="declared"/>) or of anything else; generic types must be instantiated.
    /// </summary>
    private GoType CheckDeclaredType(ExpressionSyntax e, TypeName? declared)
    {
        GoType type = CheckTypeExpression(e, declared);
        if (IsGeneric(type))
        {
            Error(e, Catalogue.WrongTypeArgCount, $"cannot use generic type {Text(type)} without instantiation");
            type = Universe.Invalid;
        }
        RecordType(e, OperandMode.Type, type);
        return type;
    }

    /// <summary>Checks a type expression that must be a generic type, not instantiated.</summary>
    private GoType CheckGenericType(ExpressionSyntax e, out string cause)
    {
        cause = "";
        GoType type = CheckTypeExpression(e, null);
        if (IsValidType(type) && !IsGeneric(type))
        {
            cause = $"{Text(type)} is not a generic type";
            type = Universe.Invalid;
        }
        RecordType(e, OperandMode.Type, type);
        return type;
    }

    private GoType CheckTypeExpression(ExpressionSyntax e, TypeName? declared)
    {
        if (!HasStackFor(e))
        {
            return Universe.Invalid;
        }
        switch (e)
        {
            case BadExpressionSyntax:
                return Universe.Invalid;
            case NameSyntax n:
                Operand x = default;
                CheckName(ref x, n, true);
                return TypeOfOperand(ref x);
            case SelectorSyntax n:
                Operand s = default;
                CheckSelector(ref s, n, true);
                return TypeOfOperand(ref s);
            case IndexSyntax n:
                VerifyVersion(n, 18, "type instantiation");
                return CheckInstantiatedType(n.X, SyntaxForms.Unpack(n.Index));
            case ParenSyntax n:
                return CheckDeclaredType(n.X, declared);
            case ArrayTypeSyntax n:
                return CheckArrayType(n);
            case SliceTypeSyntax n:
                return new SliceType(CheckVariableType(n.Element));
            case DotsTypeSyntax n:
                Error(n, Catalogue.InvalidSyntaxTree, "invalid use of ...");
                return Universe.Invalid;
            case StructTypeSyntax n:
                return CheckStructType(n);
            case OperationSyntax { Op: Operator.Multiply, Y: null } n:
                GoType element = CheckVariableType(n.X);
                return IsValidType(element) ? new PointerType(element) : Universe.Invalid;
            case FuncTypeSyntax n:
                return CheckSignature(null, n.TypeParameters, n, null, out _);
            case InterfaceTypeSyntax n:
                return CheckInterfaceType(n, declared);
            case MapTypeSyntax n:
                return CheckMapType(n);
            case ChanTypeSyntax n:
                var channel = new ChanType(n.Direction, CheckVariableType(n.Element));
                _sizedTypes.Add((n, channel));
                return channel;
            default:
                Error(e, Catalogue.NotAType, $"{Text(e)} is not a type");
                Use(e);
                return Universe.Invalid;
        }
    }

    private GoType TypeOfOperand(ref Operand x)
    {
        switch (x.Mode)
        {
            case OperandMode.Type:
                return x.Type;
            case OperandMode.Invalid:
                break;
            case OperandMode.NoValue:
                Error(x, Catalogue.NotAType, $"{Text(x)} used as type");
                break;
            default:
                Error(x, Catalogue.NotAType, $"{Text(x)} is not a type");
                break;
        }
        return Universe.Invalid;
    }

    private GoType CheckArrayType(ArrayTypeSyntax n)
    {
        long length = -1;
        if (n.Length is null)
        {
            Error(n, Catalogue.BadDotDotDotSyntax, "invalid use of [...] array (outside a composite literal)");
        }
        else
        {
            length = CheckArrayLength(n.Length);
        }
        GoType element = CheckVariableType(n.Element);
        if (length < 0)
        {
            return Universe.Invalid;
        }
        var type = new ArrayType(element, length);
        const long Harmless = 1 << 20;
        if (length > Harmless)
        {
            _sizedTypes.Add((n, type));
        }
        return type;
    }

    private long CheckArrayLength(ExpressionSyntax e)
    {
        // A name that is no constant: [N]int may have been meant as a type parameter list.
        if (e is NameSyntax name)
        {
            GoObject? o = LookupName(name.Value);
            if (o is null)
            {
                Error(name, Catalogue.InvalidArrayLen, $"undefined array length {name.Value} or missing type constraint");
                return -1;
            }
            if (o is not ConstantObject)
            {
                Error(name, Catalogue.InvalidArrayLen, $"invalid array length {name.Value}");
                return -1;
            }
        }
        Operand x = default;
        CheckExpression(default, ref x, e);
        if (!x.IsConstant)
        {
            if (x.IsValid)
            {
                Error(x, Catalogue.InvalidArrayLen, $"array length {Text(x)} must be constant");
            }
            return -1;
        }
        bool integer = Is(x.Type, BasicInfo.Integer);
        if (IsUntyped(x.Type) || integer)
        {
            ConstantValue value = ConstantArithmetic.ToInt(x.Value!);
            if (value.Kind == ConstantKind.Int && IsRepresentable(value, Universe.Int, out _)
                && ConstantArithmetic.TryInt64(value, out long n) && n >= 0)
            {
                return n;
            }
        }
        Error(x, Catalogue.InvalidArrayLen, integer ? $"invalid array length {Text(x)}" : $"array length {Text(x)} must be integer");
        return -1;
    }

    private MapType CheckMapType(MapTypeSyntax n)
    {
        var type = new MapType(CheckVariableType(n.Key), CheckVariableType(n.Value));
        _sizedTypes.Add((n, type));
        if (type.Key is not BasicType)
        {
            Later(() =>
            {
                if (!TypePredicates.IsComparable(type.Key))
                {
                    string why = IsTypeParameter(type.Key) ? " (missing comparable constraint)" : "";
                    Error(n.Key, Catalogue.IncomparableMapKey, $"invalid map key type {Text(type.Key)}{why}");
                }
            });
        }
        return type;
    }
}
