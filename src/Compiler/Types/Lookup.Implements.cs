namespace Go.Compiler.Types;

public static partial class Lookup
{
    private enum Miss : byte { None, NotFound, WrongName, Unexported, WrongSignature, Ambiguous, PointerReceiver, Field }

    /// <summary>
    /// The first method of <paramref name="target"/> that <paramref name="type"/> lacks, or null; <paramref name="wrongType"/> is the one
    /// with that name but another signature.
    /// </summary>
    public static Function? MissingMethod(GoType type, InterfaceType target, bool isStatic, out Function? wrongType,
        out bool pointerReceiver)
    {
        Function? missing = FindMissing(type, target, isStatic, TypeIdentity.Identical, out Miss miss, out Function? have);
        wrongType = miss == Miss.WrongSignature ? have : null;
        pointerReceiver = miss == Miss.PointerReceiver;
        return missing;
    }

    private static Function? FindMissing(GoType type, InterfaceType target, bool isStatic, Func<GoType, GoType, bool> equivalent,
        out Miss miss, out Function? have)
    {
        miss = Miss.None;
        have = null;
        IReadOnlyList<Function> methods = TypeSets.Of(target).Methods;
        if (methods.Count == 0)
        {
            return null;
        }
        TypeSet? own = type.Underlying is InterfaceType i ? TypeSets.Of(i) : null;
        foreach (Function m in methods)
        {
            have = null;
            if (own is not null)
            {
                int index = own.IndexOf(m.Package, m.Name);
                if (index < 0)
                {
                    if (!isStatic)
                    {
                        continue;
                    }
                    miss = Miss.NotFound;
                    return m;
                }
                have = own.Methods[index];
            }
            else
            {
                miss = FindConcrete(type, m, out have);
                if (miss != Miss.None)
                {
                    return m;
                }
            }
            if (!equivalent(have!.Signature, m.Signature))
            {
                miss = Miss.WrongSignature;
                return m;
            }
        }
        return null;
    }

    private static Miss FindConcrete(GoType type, Function m, out Function? have)
    {
        LookupResult r = Find(type, false, m.Package, m.Name, false);
        have = r.Object as Function;
        if (r.Object is not null)
        {
            return have is null ? Miss.Field : Miss.None;
        }
        if (r.Ambiguous)
        {
            return Miss.Ambiguous;
        }
        if (r.WrongPointer)
        {
            return Miss.PointerReceiver;
        }
        have = Find(type, false, m.Package, m.Name, foldCase: true).Object as Function;
        return have is null ? Miss.NotFound : have.Name == m.Name ? Miss.Unexported : Miss.WrongName;
    }

    private static string Explain(Miss miss, GoType type, GoType target, Function m, Function? have, Func<Package, string>? qualifier)
    {
        switch (miss)
        {
            case Miss.NotFound:
                return IsInterfacePointer(type) ? $"({InterfacePointerText(type, qualifier)})"
                    : IsInterfacePointer(target) ? $"({InterfacePointerText(target, qualifier)})"
                    : $"(missing method {m.Name})";
            case Miss.WrongName:
                return $"(missing method {m.Name})\n\t\thave {MethodText(have!, qualifier)}\n\t\twant {MethodText(m, qualifier)}";
            case Miss.Unexported:
                return $"(unexported method {m.Name})";
            case Miss.WrongSignature:
                string haveText = MethodText(have!, qualifier), wantText = MethodText(m, qualifier);
                if (haveText == wantText)
                {
                    haveText = have!.Name + TypePrinter.PrintSignature(have.Signature, null, withPackages: true);
                    wantText = m.Name + TypePrinter.PrintSignature(m.Signature, null, withPackages: true);
                }
                return haveText == wantText ? $"(wrong type for method {m.Name})"
                    : $"(wrong type for method {m.Name})\n\t\thave {haveText}\n\t\twant {wantText}";
            case Miss.Ambiguous:
                return $"(ambiguous selector {TypePrinter.Print(type, qualifier)}.{m.Name})";
            case Miss.PointerReceiver:
                return $"(method {m.Name} has pointer receiver)";
            case Miss.Field:
                return $"({TypePrinter.Print(type, qualifier)}.{m.Name} is a field, not a method)";
            default:
                throw Diagnostics.Unexpected.Value(miss);
        }
    }

    private static string MethodText(Function m, Func<Package, string>? qualifier)
        => m.Name + TypePrinter.PrintSignature(m.Signature, qualifier, withPackages: false);

    private static bool IsInterfacePointer(GoType type) => type.Underlying is PointerType { Element.Underlying: InterfaceType };

    private static string InterfacePointerText(GoType type, Func<Package, string>? qualifier)
    {
        string text = TypePrinter.Print(type, qualifier);
        return TypePredicates.IsTypeParameter(((PointerType)type.Underlying).Element)
            ? $"type {text} is pointer to type parameter, not type parameter"
            : $"type {text} is pointer to interface, not interface";
    }

    /// <summary>
    /// The type has all methods of the interface (dynamic types of an interface operand may have more unless <paramref name="isStatic"/>);
    /// <paramref name="cause"/> is the parenthesised reason otherwise. Invalid types have everything.
    /// </summary>
    public static bool HasAllMethods(GoType type, GoType target, bool isStatic, out string cause, Func<Package, string>? qualifier = null)
        => HasAllMethods(type, target, isStatic, TypeIdentity.Identical, out cause, qualifier);

    internal static bool HasAllMethods(
        GoType type, GoType target, bool isStatic, Func<GoType, GoType, bool> equivalent, out string cause,
            Func<Package, string>? qualifier)
    {
        cause = "";
        if (!TypePredicates.IsValid(type))
        {
            return true;
        }
        Function? m = FindMissing(type, (InterfaceType)target.Underlying, isStatic, equivalent, out Miss miss, out Function? have);
        if (m is null || HasInvalidEmbedded(type, null))
        {
            return true;
        }
        cause = Explain(miss, type, target, m, have, qualifier);
        return false;
    }

    private static bool HasInvalidEmbedded(GoType type, List<StructType>? seen)
    {
        if (DereferenceStruct(type).Underlying is not StructType s || seen is not null && seen.Contains(s))
        {
            return false;
        }
        foreach (Variable f in s.Fields)
        {
            if (f.IsEmbedded)
            {
                (seen ??= []).Add(s);
                if (!TypePredicates.IsValid(f.Type!) || HasInvalidEmbedded(f.Type!, seen))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Whether an interface value can hold a value of the (non-interface) type, so that <c>x.(T)</c> may succeed.</summary>
    public static bool IsAssertable(GoType interfaceType, GoType type, out string cause, Func<Package, string>? qualifier = null)
    {
        cause = "";
        return TypePredicates.IsInterface(type) || HasAllMethods(type, interfaceType, false, out cause, qualifier);
    }

    /// <summary>
    /// Whether the type implements the interface (or satisfies the constraint); <paramref name="cause"/> is the text Go's compiler puts in
    /// parentheses.
    /// </summary>
    public static bool Implements(GoType type, GoType target, bool constraint, out string cause, Func<Package, string>? qualifier = null)
    {
        cause = "";
        GoType typeUnder = type.Underlying, targetUnder = target.Underlying;
        if (!TypePredicates.IsValid(typeUnder) || !TypePredicates.IsValid(targetUnder)
            || typeUnder is PointerType pointer && !TypePredicates.IsValid(pointer.Element.Underlying))
        {
            return true; // reported elsewhere
        }
        string verb = constraint ? "satisfy" : "implement";
        string Name(GoType t) => TypePrinter.Print(t, qualifier);
        if (targetUnder is not InterfaceType wanted)
        {
            string detail = IsInterfacePointer(targetUnder)
                ? InterfacePointerText(target, qualifier) : $"{Name(target)} is not an interface";
            cause = $"{Name(type)} does not {verb} {Name(target)} ({detail})";
            return false;
        }
        TypeSet set = TypeSets.Of(wanted);
        TypeSet? own = typeUnder is InterfaceType ownInterface ? TypeSets.Of(ownInterface) : null;
        if (set.IsAll || own is { IsEmpty: true })
        {
            return true;
        }
        if (set.IsEmpty)
        {
            cause = $"cannot {verb} {Name(target)} (empty type set)";
            return false;
        }
        if (!HasAllMethods(type, target, true, out string missing, qualifier))
        {
            cause = $"{Name(type)} does not {verb} {Name(target)} {missing}";
            return false;
        }
        if (set.HasTerms)
        {
            if (own is not null ? !TypeTerms.IsSubset(own.Terms, set.Terms) : !IncludesType(set.Terms!, type))
            {
                cause = $"{Name(type)} does not {verb} {Name(target)}"
                    + (own is not null ? "" : $" ({MissingTypeText(wanted, set.Terms!, type, target, qualifier)})");
                return false;
            }
        }
        if (!TypePredicates.IsComparableSet(set)
            || TypePredicates.IsComparable(type, dynamic: false)
            || constraint && TypePredicates.IsComparable(type, dynamic: true))
        {
            return true;
        }
        cause = $"{Name(type)} does not {verb} comparable";
        return false;
    }

    private static bool IncludesType(IReadOnlyList<UnionTerm> terms, GoType type)
    {
        foreach (UnionTerm t in terms)
        {
            if (TypeTerms.Includes(t, type))
            {
                return true;
            }
        }
        return false;
    }

    private static string MissingTypeText(InterfaceType wanted, IReadOnlyList<UnionTerm> terms, GoType type, GoType target,
        Func<Package, string>? qualifier)
    {
        string typeText = TypePrinter.Print(type, qualifier), targetText = TypePrinter.Print(target, qualifier);
        foreach (UnionTerm t in terms)
        {
            if (!t.Tilde && TypeIdentity.Identical(t.Type, t.Type.Underlying) && TypeTerms.Includes(t with { Tilde = true }, type))
            {
                return $"possibly missing ~ for {TypePrinter.Print(t.Type, qualifier)} in {targetText}";
            }
        }
        return MentionsInElements(wanted, type)
            ? $"{targetText} mentions {typeText}, but {typeText} is not in the type set of {targetText}"
            : $"{typeText} missing in {TypeTerms.Print(terms, null)}";
    }

    private static bool MentionsInElements(GoType element, GoType type)
    {
        switch (element)
        {
            case InterfaceType i:
                foreach (GoType e in i.Embedded)
                {
                    if (MentionsInElements(e, type))
                    {
                        return true;
                    }
                }
                return false;
            case UnionType u:
                foreach (UnionTerm t in u.Terms)
                {
                    if (MentionsInElements(t.Type, type))
                    {
                        return true;
                    }
                }
                return false;
            default:
                return TypeIdentity.Identical(element, type);
        }
    }
}
