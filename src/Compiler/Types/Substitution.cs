using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>
/// A map from type parameters to types, applied to whole types. Unchanged parts keep their objects. Never looks at the underlying type of a
/// named type, so it is safe while declarations are incomplete and ends on recursive types.
/// </summary>
internal sealed class Substitution
{
    private readonly IReadOnlyList<TypeParameter> _parameters, _outerParameters;
    private readonly IReadOnlyList<GoType?> _arguments, _outerArguments;

    public Substitution(IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType?> arguments)
        : this(parameters, arguments, [], [])
    {
    }

    /// <summary>Two lists at once: own and enclosing (or fresh) parameters. A null argument leaves its parameter alone.</summary>
    public Substitution(
        IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType?> arguments,
        IReadOnlyList<TypeParameter> outerParameters, IReadOnlyList<GoType?> outerArguments)
    {
        if (parameters.Count > arguments.Count || outerArguments.Count > 0 && outerParameters.Count > outerArguments.Count)
        {
            throw Unexpected.State("fewer type arguments than parameters");
        }
        _parameters = parameters;
        _arguments = arguments;
        _outerParameters = outerArguments.Count > 0 ? outerParameters : [];
        _outerArguments = outerArguments;
    }

    private GoType Map(TypeParameter p)
    {
        int i = Instantiation.IndexOf(_parameters, p);
        if (i >= 0)
        {
            return _arguments[i] ?? p;
        }
        i = Instantiation.IndexOf(_outerParameters, p);
        return i >= 0 ? _outerArguments[i] ?? p : p;
    }

    public GoType Apply(GoType type)
    {
        switch (type)
        {
            case BasicType:
                return type;
            case TypeParameter p:
                return Map(p);
            case NamedType n:
                return Named(n);
            case AliasType a:
                return Alias(a);
            case PointerType t:
            {
                GoType e = Apply(t.Element);
                return ReferenceEquals(e, t.Element) ? t : new PointerType(e);
            }
            case SliceType t:
            {
                GoType e = Apply(t.Element);
                return ReferenceEquals(e, t.Element) ? t : new SliceType(e);
            }
            case ArrayType t:
            {
                GoType e = Apply(t.Element);
                return ReferenceEquals(e, t.Element) ? t : new ArrayType(e, t.Length);
            }
            case ChanType t:
            {
                GoType e = Apply(t.Element);
                return ReferenceEquals(e, t.Element) ? t : new ChanType(t.Direction, e);
            }
            case MapType t:
            {
                GoType k = Apply(t.Key), e = Apply(t.Element);
                return ReferenceEquals(k, t.Key) && ReferenceEquals(e, t.Element) ? t : new MapType(k, e);
            }
            case StructType t:
                return Variables(t.Fields) is { } fields ? new StructType(fields, t.Tags) : t;
            case TupleType t:
                return Apply(t);
            case SignatureType t:
                return Signature(t);
            case UnionType t:
                return Union(t);
            case InterfaceType t:
                return Interface(t);
            default:
                throw Unexpected.Value(type);
        }
    }

    public TupleType Apply(TupleType t) => Variables(t.Variables) is { } v ? new TupleType(v) : t;

    private GoType Named(NamedType n)
    {
        IReadOnlyList<TypeParameter> enclosing = n.Name.EnclosingTypeParameters;
        if (n.TypeArguments.Count == 0 && enclosing.Count == 0)
        {
            return n;
        }
        if (n.TypeArguments.Count > 0 && n.TypeArguments.Count != n.Origin.TypeParameters.Count)
        {
            return Universe.Invalid; // reported where the instance is written
        }
        GoType[]? arguments = List(n.TypeArguments);
        // A declaration inside a generic function depends on that function's parameters without naming them.
        GoType[]? outer = enclosing.Count == 0 ? null : n.EnclosingArguments.Count > 0 ? List(n.EnclosingArguments) : List(enclosing);
        return arguments is null && outer is null ? n : n.Origin.InstanceOf(arguments ?? n.TypeArguments, outer ?? n.EnclosingArguments);
    }

    private GoType Alias(AliasType a)
    {
        if (a.TypeArguments.Count > 0)
        {
            return List(a.TypeArguments) is { } arguments
                ? new AliasType(a.Name, null) { Origin = a.Origin, TypeArguments = arguments } : a;
        }
        // Only an alias declared inside a function can mention type parameters without taking arguments.
        if (a.Name.Package is null || ReferenceEquals(a.Name.Package.Scope, a.Name.Parent))
        {
            return a;
        }
        GoType actual = AliasType.Unalias(a), substituted = Apply(actual);
        return ReferenceEquals(actual, substituted) ? a : substituted;
    }

    private GoType[]? List(IReadOnlyList<GoType> types)
    {
        GoType[]? result = null;
        for (int i = 0; i < types.Count; i++)
        {
            GoType t = Apply(types[i]);
            if (result is null && !ReferenceEquals(t, types[i]))
            {
                result = new GoType[types.Count];
                for (int j = 0; j < i; j++)
                {
                    result[j] = types[j];
                }
            }
            if (result is not null)
            {
                result[i] = t;
            }
        }
        return result;
    }

    private Variable[]? Variables(IReadOnlyList<Variable> variables)
    {
        Variable[]? result = null;
        for (int i = 0; i < variables.Count; i++)
        {
            Variable v = variables[i];
            GoType old = v.Type ?? Universe.Invalid, t = Apply(old);
            if (result is null && !ReferenceEquals(t, old))
            {
                result = new Variable[variables.Count];
                for (int j = 0; j < i; j++)
                {
                    result[j] = variables[j];
                }
            }
            if (result is not null)
            {
                result[i] = ReferenceEquals(t, old) ? v : new Variable(v.Pos, v.Package, v.Name, t, v.Kind) { IsEmbedded = v.IsEmbedded,
                    Origin = v.Origin };
            }
        }
        return result;
    }

    private SignatureType Signature(SignatureType t)
    {
        if (t.TypeParameters.Count > 0 && Instantiation.IndexOf(_parameters, t.TypeParameters[0]) < 0)
        {
            return GenericSignature(t);
        }
        TupleType parameters = Apply(t.Parameters), results = Apply(t.Results);
        return ReferenceEquals(parameters, t.Parameters) && ReferenceEquals(results, t.Results)
            ? t : Copy(t, t.TypeParameters, parameters, results);
    }

    /// <summary>
    /// A generic method of an instantiated type gets type parameters of its own: their constraints may mention the receiver's.
    /// </summary>
    private SignatureType GenericSignature(SignatureType t)
    {
        TypeParameter[] fresh = new TypeParameter[t.TypeParameters.Count];
        for (int i = 0; i < fresh.Length; i++)
        {
            TypeName old = t.TypeParameters[i].Name;
            fresh[i] = new TypeParameter(new TypeName(old.Pos, old.Package, old.Name, null) { Place = old.Place },
                t.TypeParameters[i].Index);
        }
        TypeParameter[] allParameters = [.. _parameters, .. _outerParameters];
        GoType?[] allArguments = [.. _arguments.Take(_parameters.Count), .. _outerArguments];
        Substitution inner = new(allParameters, allArguments, t.TypeParameters, fresh);
        for (int i = 0; i < fresh.Length; i++)
        {
            fresh[i].Constraint = inner.Apply(t.TypeParameters[i].Constraint);
        }
        return Copy(t, fresh, inner.Apply(t.Parameters), inner.Apply(t.Results));
    }

    private static SignatureType Copy(SignatureType t, IReadOnlyList<TypeParameter> typeParameters, TupleType parameters,
        TupleType results) => new()
    {
        Receiver = t.Receiver, // replaced where methods of instances are made
        ReceiverTypeParameters = t.ReceiverTypeParameters,
        TypeParameters = typeParameters,
        Parameters = parameters,
        Results = results,
        IsVariadic = t.IsVariadic,
    };

    private UnionType Union(UnionType t)
    {
        UnionTerm[]? result = null;
        for (int i = 0; i < t.Terms.Count; i++)
        {
            GoType u = Apply(t.Terms[i].Type);
            if (!ReferenceEquals(u, t.Terms[i].Type))
            {
                result ??= [.. t.Terms];
                result[i] = new UnionTerm(t.Terms[i].Tilde, u);
            }
        }
        return result is null ? t : new UnionType(result);
    }

    private InterfaceType Interface(InterfaceType t)
    {
        Function[]? methods = null;
        for (int i = 0; i < t.Methods.Count; i++)
        {
            Function m = t.Methods[i];
            Function n = m;
            if (m.Type is not SignatureType s)
            {
                n = new Function(m.Pos, m.Package, m.Name, null) { Origin = m.Origin, Pending = (m, this) };
            }
            else if (Signature(s) is var u && !ReferenceEquals(u, s))
            {
                n = new Function(m.Pos, m.Package, m.Name, u) { Origin = m.Origin };
            }
            if (!ReferenceEquals(m, n))
            {
                methods ??= [.. t.Methods];
                methods[i] = n;
            }
        }
        GoType[]? embedded = List(t.Embedded);
        return methods is null && embedded is null ? t : new InterfaceType(methods ?? t.Methods, embedded ?? t.Embedded)
        {
            EmbeddedPositions = t.EmbeddedPositions,
            IsImplicit = t.IsImplicit,
        };
    }
}
