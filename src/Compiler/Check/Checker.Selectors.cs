using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private void CheckSelector(ref Operand x, SelectorSyntax e, bool wantType)
    {
        if (e.X is NameSyntax name && LookupName(name.Value) is PackageName package)
        {
            CheckQualifiedName(ref x, e, name, package);
            x.Expression = e;
            return;
        }
        CheckExpressionOrType(ref x, e.X, false);
        if (x.Mode == OperandMode.Builtin)
        {
            Error(e.Pos, Catalogue.UncalledBuiltin, $"invalid use of {Text(x)} in selector expression");
            x.Invalidate();
        }
        if (!x.IsValid || !SelectMember(ref x, e, wantType))
        {
            x = new Operand { Type = Universe.Invalid };
        }
        x.Expression = e;
    }

    private void CheckQualifiedName(ref Operand x, SelectorSyntax e, NameSyntax name, PackageName package)
    {
        x = new Operand { Type = Universe.Invalid };
        RecordObject(name, package);
        package.IsUsed = true;
        string selector = e.Selector.Value;
        Package imported = package.Imported;
        GoObject? o = imported.Scope.Lookup(selector);
        if (o is null || (!o.IsExported && !_options.IsCheckerTest))
        {
            // GO: export data does not hold names that are not exported, so the compiler cannot tell them from undefined ones.
            if (!_fakePackages.Contains(imported) && IsValidName(selector))
            {
                string hint = SimilarExport(imported, selector) is { } similar ? $" (but have {similar})" : "";
                Error(e.Selector, Catalogue.UndeclaredImportedName, $"undefined: {Text(e)}{hint}");
            }
            return;
        }
        if (!o.IsExported)
        {
            Error(e.Selector, Catalogue.UnexportedName, $"name {selector} not exported by package {imported.Name}");
        }
        RecordObject(e.Selector, o);
        switch (o)
        {
            case ConstantObject constant:
                x.Mode = OperandMode.Constant;
                x.Value = constant.Value;
                break;
            case TypeName:
                x.Mode = OperandMode.Type;
                break;
            case Variable:
                x.Mode = OperandMode.Addressable;
                break;
            case Function:
                x.Mode = OperandMode.Value;
                break;
            case BuiltinObject builtin:
                x.Mode = OperandMode.Builtin;
                x.Builtin = builtin.Builtin;
                break;
            default:
                throw Unexpected.Value(o);
        }
        x.Type = o.Type!;
    }

    private static string? SimilarExport(Package package, string name)
    {
        foreach (string candidate in package.Scope.SortedNames())
        {
            if (GoObject.IsExportedName(candidate) && string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }
        }
        return null;
    }

    /// <summary>Selects a field or method of the operand; false after an error.</summary>
    private bool SelectMember(ref Operand x, SelectorSyntax e, bool wantType)
    {
        if (!IsCompleteType(x.Type))
        {
            return false;
        }
        if (wantType)
        {
            Error(e.Selector, Catalogue.NotAType, $"{Text(e)} is not a type");
            return false;
        }
        if (x.Type.Underlying is PointerType p && !IsCompleteType(p.Element))
        {
            return false;
        }
        LookupResult found = Lookup.FieldOrMethod(x.Type, x.Mode == OperandMode.Addressable, _package, e.Selector.Value);
        switch (found.Object)
        {
            case null:
                ReportMissingMember(x, e, found);
                return false;
            case Variable field:
                if (x.Mode == OperandMode.Type)
                {
                    Error(e.X, Catalogue.MissingFieldOrMethod,
                        $"operand for field selector {e.Selector.Value} must be value of type {Text(x.Type)}");
                    return false;
                }
                RecordSelection(e, SelectionKind.Field, x.Type, found, field.Type!);
                x.Mode = x.Mode == OperandMode.Addressable || found.Indirect ? OperandMode.Addressable : OperandMode.Value;
                x.Type = field.Type!;
                return true;
            case Function method:
                return SelectMethod(ref x, e, found, method);
            default:
                throw Unexpected.Value(found.Object);
        }
    }

    private bool SelectMethod(ref Operand x, SelectorSyntax e, in LookupResult found, Function method)
    {
        CheckObject(method);
        AddDependency(method); // as in Go, methods of instances do not count
        SignatureType signature = method.Signature;
        GoType receiver = x.Type;
        if (x.Mode != OperandMode.Type)
        {
            // A method value: the function without its receiver.
            x.Mode = OperandMode.Value;
            x.Type = new SignatureType
            {
                TypeParameters = signature.TypeParameters,
                Parameters = signature.Parameters,
                Results = signature.Results,
                IsVariadic = signature.IsVariadic,
            };
            RecordSelection(e, SelectionKind.MethodValue, receiver, found, x.Type);
            return true;
        }
        if (signature.Receiver is not { } own)
        {
            Error(e, Catalogue.InvalidDeclCycle, "illegal cycle in method declaration");
            return false;
        }
        // A method expression: the receiver is the first parameter; named if the others are.
        IReadOnlyList<Variable> declared = signature.Parameters.Variables;
        string name = declared.Count > 0 && declared[0].Name.Length > 0 ? own.Name.Length > 0 ? own.Name : "_" : "";
        var parameters = new Variable[declared.Count + 1];
        parameters[0] = new Variable(own.Pos, own.Package, name, receiver, VariableKind.Parameter);
        for (int i = 0; i < declared.Count; i++)
        {
            parameters[i + 1] = declared[i];
        }
        x.Mode = OperandMode.Value;
        x.Type = new SignatureType
        {
            TypeParameters = signature.TypeParameters,
            Parameters = new TupleType(parameters),
            Results = signature.Results,
            IsVariadic = signature.IsVariadic,
        };
        RecordSelection(e, SelectionKind.MethodExpression, receiver, found, x.Type);
        return true;
    }

    private void ReportMissingMember(in Operand x, SelectorSyntax e, in LookupResult found)
    {
        string selector = e.Selector.Value;
        if (!IsValidType(x.Type.Underlying))
        {
            return;
        }
        if (found.Ambiguous)
        {
            Error(e.Selector, Catalogue.AmbiguousSelector, $"ambiguous selector {Text(x.Expression!)}.{selector}");
            return;
        }
        string type = Text(x.Type);
        if (found.WrongPointer)
        {
            Error(e.Selector, Catalogue.InvalidMethodExpr, x.Mode == OperandMode.Type
                ? $"invalid method expression {type}.{selector} (needs pointer receiver (*{type}).{selector})"
                : $"cannot call pointer method {selector} on {type}");
            return;
        }
        string why;
        if (IsInterfacePointer(x.Type))
        {
            why = IsTypeParameter(((PointerType)x.Type.Underlying).Element)
                ? $"type {type} is pointer to type parameter, not type parameter"
                : $"type {type} is pointer to interface, not interface";
        }
        else
        {
            GoObject? similar = Lookup.FieldOrMethod(x.Type, x.Mode == OperandMode.Addressable, _package, selector, true).Object;
            why = LookupFailure(x.Type, selector, similar, false);
        }
        Error(e.Selector, Catalogue.MissingFieldOrMethod, $"{Text(x.Expression!)}.{selector} undefined ({why})");
    }

    /// <summary>How a member that was looked for relates to a similar one that exists.</summary>
    private enum NameMatch : byte { Missing, Misspelled, Unexported, Inaccessible }

    /// <summary>
    /// Why a field or method was not found; <paramref name="similar"/> is one whose name differs only in case or visibility.
    /// </summary>
    private string LookupFailure(GoType type, string selector, GoObject? similar, bool structLiteral)
    {
        string other = similar?.Name ?? "";
        NameMatch match = similar is null ? NameMatch.Missing : Match(selector, other, ReferenceEquals(similar.Package, _package));
        string typeText = Text(type);
        if (structLiteral)
        {
            return match switch
            {
                NameMatch.Missing => $"unknown field {selector} in struct literal of type {typeText}",
                NameMatch.Misspelled => $"unknown field {selector} in struct literal of type {typeText}, but does have {other}",
                NameMatch.Unexported => $"unknown field {selector} in struct literal of type {typeText}, but does have unexported {other}",
                _ => $"cannot refer to unexported field {other} in struct literal of type {typeText}",
            };
        }
        string what = similar is Variable ? "field" : similar is Function ? "method" : "object";
        return match switch
        {
            NameMatch.Missing => $"type {typeText} has no field or method {selector}",
            NameMatch.Misspelled => $"type {typeText} has no field or method {selector}, but does have {what} {other}",
            NameMatch.Unexported => $"type {typeText} has no field or method {selector}, but does have unexported {what} {other}",
            _ => $"cannot refer to unexported {what} {other}",
        };
    }

    private static NameMatch Match(string wanted, string other, bool samePackage)
    {
        if (samePackage)
        {
            return NameMatch.Misspelled;
        }
        bool sameTail = Tail(wanted) == Tail(other);
        if (GoObject.IsExportedName(wanted))
        {
            return GoObject.IsExportedName(other) ? NameMatch.Misspelled : sameTail ? NameMatch.Unexported : NameMatch.Missing;
        }
        if (GoObject.IsExportedName(other))
        {
            return sameTail ? NameMatch.Misspelled : NameMatch.Missing;
        }
        return wanted == other ? NameMatch.Inaccessible : NameMatch.Missing;
    }

    /// <summary>A name without its first character; one of a single character stays whole, as with Go's compiler.</summary>
    private static string Tail(string name)
    {
        int first = name.Length > 0 && char.IsHighSurrogate(name[0]) ? 2 : 1;
        return name.Length <= first ? name : name[first..];
    }
}
