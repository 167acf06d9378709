using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private bool IsAssignable(in Operand x, GoType target) => IsAssignable(x, target, false, out _, out _);

    /// <summary>Whether an operand may be assigned to a variable of a type (spec "Assignability").</summary>
    /// <param name="explain">Whether <paramref name="cause"/> is wanted: making it costs.</param>
    private bool IsAssignable(in Operand x, GoType target, bool explain, out string cause, out DiagnosticDescriptor kind)
    {
        cause = "";
        kind = Catalogue.IncompatibleAssign;
        if (!x.IsValid || !IsValidType(target))
        {
            return true;
        }
        GoType v = AliasType.Unalias(x.Type), t = AliasType.Unalias(target);
        if (TypeIdentity.Identical(v, t))
        {
            return true;
        }
        var sourceParameter = v as TypeParameter;
        var targetParameter = t as TypeParameter;
        if (IsUntyped(v))
        {
            if (targetParameter is null)
            {
                return ImplicitType(x, t, out _, out _) is not null;
            }
            var terms = new TypeTerms(t);
            for (int i = 0; i < terms.Count; i++)
            {
                if (terms[i] is not { } term || ImplicitType(x, term, out _, out _) is null)
                {
                    return false;
                }
            }
            return true;
        }
        GoType vu = v.Underlying, tu = t.Underlying;
        bool noParameters = sourceParameter is null && targetParameter is null;
        bool sourceNamed = HasName(v), targetNamed = HasName(t);
        if (noParameters && (!sourceNamed || !targetNamed) && TypeIdentity.Identical(vu, tu))
        {
            return true;
        }
        if ((tu is InterfaceType && targetParameter is null) || IsInterfacePointer(tu))
        {
            if (Lookup.Implements(v, t, false, out string reason, explain ? _qualifier : null))
            {
                return true;
            }
            if (sourceParameter is null)
            {
                cause = reason;
                kind = Catalogue.InvalidIfaceAssign;
                return false;
            }
        }
        if (vu is InterfaceType && sourceParameter is null && explain && Lookup.Implements(t, v, false, out _, null))
        {
            cause = "need type assertion";
            return false;
        }
        if (vu is ChanType { Direction: ChannelDirection.Both } sourceChannel && tu is ChanType targetChannel
            && TypeIdentity.Identical(sourceChannel.Element, targetChannel.Element))
        {
            kind = Catalogue.InvalidChanAssign;
            return !sourceNamed || !targetNamed;
        }
        if (noParameters)
        {
            return false;
        }
        if (!sourceNamed && targetParameter is not null)
        {
            return IsAssignableToTerms(x, targetParameter, explain, out cause, out kind);
        }
        return sourceParameter is not null && !targetNamed && AreTermsAssignable(x, sourceParameter, target, explain, out cause, out kind);
    }

    private bool IsAssignableToTerms(in Operand x, TypeParameter target, bool explain, out string cause, out DiagnosticDescriptor kind)
    {
        cause = "";
        kind = Catalogue.IncompatibleAssign;
        var terms = new TypeTerms(target);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms[i] is not { } term)
            {
                return false;
            }
            if (!IsAssignable(x, term, explain, out cause, out kind))
            {
                cause = explain ? Prepend($"cannot assign {Text(x.Type)} to {Text(term)} (in {Text(target)})", cause) : "";
                return false;
            }
        }
        return terms.Count > 0;
    }

    private bool AreTermsAssignable(in Operand x, TypeParameter source, GoType target, bool explain, out string cause,
        out DiagnosticDescriptor kind)
    {
        cause = "";
        kind = Catalogue.IncompatibleAssign;
        Operand y = x;
        var terms = new TypeTerms(source);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms[i] is not { } term)
            {
                return false;
            }
            y.Type = term;
            if (!IsAssignable(y, target, explain, out cause, out kind))
            {
                cause = explain ? Prepend($"cannot assign {Text(term)} (in {Text(source)}) to {Text(target)}", cause) : "";
                return false;
            }
        }
        return terms.Count > 0;
    }

    private static string Prepend(string message, string cause) => cause.Length > 0 ? message + "\n\t" + cause : message;
}
