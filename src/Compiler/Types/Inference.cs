namespace Go.Compiler.Types;

/// <summary>Why type arguments could not be inferred.</summary>
/// <param name="Message">
/// Text in Go's wording. <see cref="Inference.ArgumentText"/> stands for the source text of the offending argument, <see
/// cref="Inference.DeclaredAt"/> for the position of <paramref name="Parameter"/>'s declaration: the caller puts them in.
/// </param>
/// <param name="Pair">Index of the offending typed pair, or -1.</param>
/// <param name="Untyped">Index of the offending untyped pair, or -1.</param>
/// <param name="Parameter">The type parameter that could not be inferred, where the message names its declaration.</param>
public sealed record InferenceFailure(string Message, int Pair = -1, int Untyped = -1, TypeParameter? Parameter = null);

/// <summary>Type unification and inference of type arguments (spec "Type inference", "Type unification").</summary>
public static partial class Inference
{
    /// <summary>Placeholder in messages for the text of the argument expression.</summary>
    public const string ArgumentText = "{argument}";

    /// <summary>Placeholder in messages for the position of a type parameter's declaration.</summary>
    public const string DeclaredAt = "{position}";

    /// <summary>
    /// Infers missing type arguments. <paramref name="partial"/> holds known ones (null = unknown). <paramref name="pairs"/> are typed
    /// (parameter type, argument type, assignment) equations; <paramref name="untyped"/> are (type parameter, untyped constant kind) pairs
    /// used last. Returns null and a <paramref name="cause"/> (message text in Go's wording, with the index of the offending pair or -1) on
    /// failure. See <see cref="Solve"/> for placeholders in the text and for renaming.
    /// </summary>
    public static IReadOnlyList<GoType>? Infer(
        IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType?> partial,
        IReadOnlyList<(GoType Parameter, GoType Argument, bool Assign)> pairs,
        IReadOnlyList<(TypeParameter Parameter, BasicType Untyped)> untyped,
        Func<Package, string>? qualifier, out string cause, out int badPair)
    {
        IReadOnlyList<GoType>? result = Solve(parameters, partial, pairs, untyped, qualifier, false, out InferenceFailure? failure);
        cause = failure?.Message ?? "";
        badPair = failure?.Pair ?? -1;
        return result;
    }

    /// <summary>
    /// As <see cref="Infer"/>. Type parameters are matched by reference, so a caller whose arguments may mention the very parameters it
    /// infers (recursive generic functions, generic function values as arguments) renames them first: <see cref="Rename"/>.
    /// <paramref name="interfaceInference"/>: methods of interfaces take part (since go1.21).
    /// <paramref name="reverse"/>: a generic function value is assigned to a function type; only the wording changes.
    /// </summary>
    public static IReadOnlyList<GoType>? Solve(
        IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType?> partial,
        IReadOnlyList<(GoType Parameter, GoType Argument, bool Assign)> pairs,
        IReadOnlyList<(TypeParameter Parameter, BasicType Untyped)> untyped,
        Func<Package, string>? qualifier, bool reverse, out InferenceFailure? failure, bool interfaceInference = true)
    {
        failure = null;
        GoType?[] known = new GoType?[parameters.Count];
        bool complete = true;
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = i < partial.Count ? partial[i] : null;
            complete &= known[i] is not null;
        }
        if (complete)
        {
            return known!;
        }
        Unifier u = new(parameters, known, interfaceInference);
        Substitution knownMap = new(parameters, known);
        for (int i = 0; i < pairs.Count; i++)
        {
            GoType parameter = knownMap.Apply(pairs[i].Parameter), argument = pairs[i].Argument;
            if ((Instantiation.Mentions(parameter, parameters) || Instantiation.Mentions(argument, parameters))
                && !u.Unify(parameter, argument, pairs[i].Assign ? UnifyMode.Assign : UnifyMode.Inexact))
            {
                failure = new InferenceFailure(MismatchText(parameters, u, parameter, argument, qualifier, reverse), Pair: i);
                return null;
            }
        }
        failure = UseConstraints(parameters, u, qualifier) ?? UseUntyped(untyped, u);
        return failure is null ? Finish(parameters, known, u.Inferred(), out failure) : null;
    }

    private static string MismatchText(
        IReadOnlyList<TypeParameter> parameters, Unifier u, GoType parameter, GoType argument, Func<Package, string>? qualifier,
            bool reverse)
    {
        GoType?[] sofar = u.Inferred();
        string parameterText = TypePrinter.Print(parameter, qualifier), argumentText = TypePrinter.Print(argument, qualifier);
        if (Array.TrueForAll(sofar, t => t is null))
        {
            return $"type {argumentText} of {ArgumentText} does not match {parameterText} (cannot infer {NamesOf(parameters)})";
        }
        GoType inferred = new Substitution(parameters, sofar).Apply(parameter);
        if (ReferenceEquals(inferred, parameter))
        {
            return $"type {argumentText} of {ArgumentText} does not match {parameterText}";
        }
        string inferredText = TypePrinter.Print(inferred, qualifier);
        return reverse
            ? $"inferred type {inferredText} for {parameterText} does not match type {argumentText} of {ArgumentText}"
            : $"type {argumentText} of {ArgumentText} does not match inferred type {inferredText} for {parameterText}";
    }

    /// <summary>Type parameter names as a phrase: <c>P, Q, and R</c>.</summary>
    public static string NamesOf(IReadOnlyList<TypeParameter> parameters)
    {
        switch (parameters.Count)
        {
            case 0:
                return "";
            case 1:
                return parameters[0].Name.Name;
            case 2:
                return parameters[0].Name.Name + " and " + parameters[1].Name.Name;
        }
        System.Text.StringBuilder b = new();
        for (int i = 0; i < parameters.Count - 1; i++)
        {
            b.Append(parameters[i].Name.Name).Append(", ");
        }
        return b.Append("and ").Append(parameters[^1].Name.Name).ToString();
    }

    /// <summary>
    /// Core types and methods of constraints tell about arguments, each of which may tell more: repeat while something is learnt.
    /// </summary>
    private static InferenceFailure? UseConstraints(IReadOnlyList<TypeParameter> parameters, Unifier u, Func<Package, string>? qualifier)
    {
        int unknown;
        do
        {
            unknown = u.UnknownCount;
            for (int i = 0; i < parameters.Count; i++)
            {
                TypeParameter p = parameters[i];
                GoType? type = u.TypeOf(i);
                string Unsatisfied(string detail) =>
                    $"{p.Name.Name} (type {TypePrinter.Print(type!, qualifier)}) does not satisfy {TypePrinter.Print(p.Constraint, qualifier)}{detail}";
                if (CoreTerm(p, out bool single) is { } core)
                {
                    if (type is not null)
                    {
                        if (!u.Unify(type, core.Type, UnifyMode.Inexact))
                        {
                            return new InferenceFailure(Unsatisfied(""));
                        }
                    }
                    else if (single && !core.Tilde)
                    {
                        u.SetType(i, core.Type);
                    }
                }
                if (type is not null && !Instantiation.Mentions(type, parameters)
                    && !Lookup.HasAllMethods(type, p.ConstraintInterface, true, (x, y) => u.Unify(x, y, UnifyMode.Exact), out string cause,
                        qualifier))
                {
                    return new InferenceFailure(Unsatisfied(" " + cause));
                }
            }
        }
        while (u.UnknownCount != unknown);
        return null;
    }

    /// <summary>The single term of a constraint, or its core type (with a tilde if any term has one).</summary>
    private static UnionTerm? CoreTerm(TypeParameter p, out bool single)
    {
        single = false;
        TypeSet set = TypeSets.Of(p.ConstraintInterface);
        if (!set.HasTerms)
        {
            return null;
        }
        if (set.Terms!.Count == 1)
        {
            single = true;
            return set.Terms[0];
        }
        bool tilde = false;
        foreach (UnionTerm t in set.Terms)
        {
            tilde |= t.Tilde;
        }
        return TypeSets.CoreType(p) is { } core ? new UnionTerm(tilde, core) : null;
    }

    /// <summary>Parameters still open take the default type of the largest untyped constant passed for them.</summary>
    private static InferenceFailure? UseUntyped(IReadOnlyList<(TypeParameter Parameter, BasicType Untyped)> untyped, Unifier u)
    {
        // First decide all, then set: a parameter given a type here must not silence its own later constants.
        Dictionary<int, BasicType> largest = [];
        for (int i = 0; i < untyped.Count; i++)
        {
            int p = u.IndexOf(untyped[i].Parameter);
            if (p < 0 || u.TypeOf(p) is not null)
            {
                continue;
            }
            BasicType type = untyped[i].Untyped;
            if (largest.TryGetValue(p, out BasicType? sofar) && !ReferenceEquals(sofar, type))
            {
                if ((sofar.Info & BasicInfo.Numeric) == 0 || (type.Info & BasicInfo.Numeric) == 0)
                {
                    return new InferenceFailure($"mismatched types {sofar.Name} and {type.Name} (cannot infer {untyped[i].Parameter.Name.Name})", Untyped: i);
                }
                type = sofar.Kind > type.Kind ? sofar : type;
            }
            largest[p] = type;
        }
        for (int i = 0; i < untyped.Count; i++)
        {
            int p = u.IndexOf(untyped[i].Parameter);
            if (p >= 0 && largest.Remove(p, out BasicType? type))
            {
                u.SetType(p, TypePredicates.Default(type));
            }
        }
        return null;
    }

    /// <summary>Eliminates parameters from the inferred types themselves; what stays open or circular is a failure.</summary>
    private static IReadOnlyList<GoType>? Finish(IReadOnlyList<TypeParameter> parameters, GoType?[] known, GoType?[] inferred,
        out InferenceFailure? failure)
    {
        new CycleCutter(parameters, inferred).Run();
        bool changed;
        do
        {
            changed = false;
            Substitution map = new(parameters, (GoType?[])inferred.Clone());
            for (int i = 0; i < inferred.Length; i++)
            {
                if (inferred[i] is not { } old || known[i] is not null)
                {
                    continue;
                }
                GoType simpler = map.Apply(old);
                if (ReferenceEquals(simpler, old))
                {
                    continue;
                }
                changed = true;
                if (simpler is SignatureType { TypeParameters.Count: > 0 } s && !Instantiation.Mentions(s, parameters))
                {
                    // A generic function argument whose parameters are all found is not generic any more.
                    simpler = new SignatureType { Receiver = s.Receiver, Parameters = s.Parameters, Results = s.Results,
                        IsVariadic = s.IsVariadic };
                }
                inferred[i] = simpler;
            }
        }
        while (changed);
        for (int i = 0; i < inferred.Length; i++)
        {
            if (inferred[i] is not { } t || Instantiation.Mentions(t, parameters))
            {
                failure = new InferenceFailure($"cannot infer {parameters[i].Name.Name} (declared at {DeclaredAt})",
                    Parameter: parameters[i]);
                return null;
            }
        }
        failure = null;
        return inferred!;
    }

    /// <summary>Fresh type parameters in place of these, and the type with them put in.</summary>
    public static (IReadOnlyList<TypeParameter> Parameters, GoType Type) Rename(IReadOnlyList<TypeParameter> parameters, GoType type)
    {
        if (parameters.Count == 0)
        {
            return (parameters, type);
        }
        TypeParameter[] fresh = new TypeParameter[parameters.Count];
        for (int i = 0; i < fresh.Length; i++)
        {
            TypeName old = parameters[i].Name;
            fresh[i] = new TypeParameter(new TypeName(old.Pos, old.Package, old.Name, null) { Place = old.Place }, parameters[i].Index);
        }
        Substitution map = new(parameters, fresh);
        for (int i = 0; i < fresh.Length; i++)
        {
            fresh[i].Constraint = map.Apply(parameters[i].Constraint);
        }
        return (fresh, map.Apply(type));
    }
}
