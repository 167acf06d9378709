namespace Go.Compiler.Types;

/// <summary>Substitution and instantiation of generic types and signatures.</summary>
public static class Instantiation
{
    /// <summary>The type with parameters replaced; returns the same object when nothing changes.</summary>
    public static GoType Substitute(GoType type, IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments)
        => parameters.Count == 0 ? type : new Substitution(parameters, arguments).Apply(type);

    /// <summary>Instantiates a generic named type, alias or signature; does not verify constraints.</summary>
    public static GoType Instantiate(GoType generic, IReadOnlyList<GoType> arguments)
    {
        switch (generic)
        {
            case NamedType named:
                return named.Origin.InstanceOf(arguments, named.EnclosingArguments);
            case AliasType alias:
                AliasType origin = alias.Origin ?? alias;
                return origin.TypeParameters.Count != arguments.Count ? Universe.Invalid
                    : arguments.Count == 0 ? origin
                    : new AliasType(origin.Name, null) { Origin = origin, TypeArguments = arguments };
            case SignatureType signature:
                return Instantiate(signature, arguments);
            default:
                throw Diagnostics.Unexpected.Value(generic);
        }
    }

    private static GoType Instantiate(SignatureType signature, IReadOnlyList<GoType> arguments)
    {
        if (signature.TypeParameters.Count != arguments.Count)
        {
            return Universe.Invalid;
        }
        Substitution s = new(signature.TypeParameters, arguments);
        return new SignatureType
        {
            Receiver = signature.Receiver,
            ReceiverTypeParameters = signature.ReceiverTypeParameters,
            Parameters = s.Apply(signature.Parameters),
            Results = s.Apply(signature.Results),
            IsVariadic = signature.IsVariadic,
        };
    }

    /// <summary>Underlying type of an instance from its declaration's.</summary>
    internal static GoType ExpandUnderlying(NamedType instance, GoType declared)
    {
        NamedType origin = instance.Origin;
        GoType u = declared;
        if (instance.TypeArguments.Count > 0)
        {
            if (origin.TypeParameters.Count != instance.TypeArguments.Count)
            {
                return Universe.Invalid; // reported where the instance is written
            }
            u = new Substitution(origin.TypeParameters, instance.TypeArguments, origin.Name.EnclosingTypeParameters,
                instance.EnclosingArguments).Apply(u);
        }
        else
        {
            u = Substitute(u, origin.Name.EnclosingTypeParameters, instance.EnclosingArguments);
        }
        return u is InterfaceType { Methods.Count: > 0 } i ? WithReceiver(i, instance) : u;
    }

    /// <summary>Interface methods of an instance have the instance as their receiver.</summary>
    private static InterfaceType WithReceiver(InterfaceType type, NamedType receiver)
    {
        Function[] methods = new Function[type.Methods.Count];
        for (int i = 0; i < methods.Length; i++)
        {
            Function m = type.Methods[i];
            methods[i] = m.Type is SignatureType s
                ? new Function(m.Pos, m.Package, m.Name, WithReceiver(s, s.Receiver, receiver)) { Origin = m.Origin }
                : m;
        }
        return new InterfaceType(methods, type.Embedded) { EmbeddedPositions = type.EmbeddedPositions, IsImplicit = type.IsImplicit };
    }

    private static SignatureType WithReceiver(SignatureType s, Variable? old, GoType receiver) => new()
    {
        Receiver = new Variable(old?.Pos ?? default, old?.Package, old?.Name ?? "", receiver, VariableKind.Receiver),
        TypeParameters = s.TypeParameters,
        Parameters = s.Parameters,
        Results = s.Results,
        IsVariadic = s.IsVariadic,
    };

    /// <summary>Signature of a declared method as a method of an instance of its receiver type.</summary>
    internal static SignatureType MethodSignature(NamedType instance, SignatureType declared)
    {
        SignatureType s = declared;
        if (declared.ReceiverTypeParameters.Count == instance.TypeArguments.Count)
        {
            s = (SignatureType)Substitute(declared, declared.ReceiverTypeParameters, instance.TypeArguments);
        }
        bool isPointer = declared.Receiver?.Type is { } r && AliasType.Unalias(r) is PointerType;
        return WithReceiver(s, declared.Receiver, isPointer ? new PointerType(instance) : instance);
    }

    /// <summary>Index of the first argument that does not satisfy its constraint, or -1; <paramref name="cause"/> explains.</summary>
    public static int Verify(IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments, out string cause,
        Func<Package, string>? qualifier = null)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            GoType constraint = parameters[i].Constraint;
            if (!TypePredicates.IsInterface(constraint))
            {
                constraint = parameters[i].ConstraintInterface;
            }
            // The constraint speaks of the parameters; what must hold is its instance.
            if (!Lookup.Implements(arguments[i], Substitute(constraint, parameters, arguments), constraint: true, out cause, qualifier))
            {
                return i;
            }
        }
        cause = "";
        return -1;
    }

    /// <summary>Whether any of the type's parts is a type parameter.</summary>
    public static bool MentionsTypeParameter(GoType type) => Mentions(type, null);

    /// <summary>
    /// Whether any of these type parameters (null: any at all) is part of the type. Own parameters of generic signatures do not count.
    /// </summary>
    public static bool Mentions(GoType type, IReadOnlyList<TypeParameter>? parameters)
    {
        switch (type)
        {
            case BasicType:
                return false;
            case TypeParameter p:
                return parameters is null || IndexOf(parameters, p) >= 0;
            case NamedType n:
                return n.EnclosingArguments.Count == 0 && MentionsAny(n.Name.EnclosingTypeParameters, parameters)
                    || MentionsAny(n.TypeArguments, parameters) || MentionsAny(n.EnclosingArguments, parameters);
            case AliasType a:
                return Mentions(AliasType.Unalias(a), parameters);
            case PointerType t:
                return Mentions(t.Element, parameters);
            case SliceType t:
                return Mentions(t.Element, parameters);
            case ArrayType t:
                return Mentions(t.Element, parameters);
            case ChanType t:
                return Mentions(t.Element, parameters);
            case MapType t:
                return Mentions(t.Key, parameters) || Mentions(t.Element, parameters);
            case StructType t:
                return MentionsAny(t.Fields, parameters);
            case TupleType t:
                return MentionsAny(t.Variables, parameters);
            case SignatureType t:
                return MentionsAny(t.Parameters.Variables, parameters) || MentionsAny(t.Results.Variables, parameters);
            case UnionType t:
                foreach (UnionTerm term in t.Terms)
                {
                    if (Mentions(term.Type, parameters))
                    {
                        return true;
                    }
                }
                return false;
            case InterfaceType t:
                foreach (Function m in t.Methods)
                {
                    if (m.Type is { } signature && Mentions(signature, parameters))
                    {
                        return true;
                    }
                }
                return MentionsAny(t.Embedded, parameters);
            default:
                throw Diagnostics.Unexpected.Value(type);
        }
    }

    private static bool MentionsAny(IReadOnlyList<GoType> types, IReadOnlyList<TypeParameter>? parameters)
    {
        for (int i = 0; i < types.Count; i++)
        {
            if (Mentions(types[i], parameters))
            {
                return true;
            }
        }
        return false;
    }

    private static bool MentionsAny(IReadOnlyList<Variable> variables, IReadOnlyList<TypeParameter>? parameters)
    {
        for (int i = 0; i < variables.Count; i++)
        {
            if (variables[i].Type is { } t && Mentions(t, parameters))
            {
                return true;
            }
        }
        return false;
    }

    internal static int IndexOf(IReadOnlyList<TypeParameter> parameters, TypeParameter p)
    {
        if ((uint)p.Index < (uint)parameters.Count && ReferenceEquals(parameters[p.Index], p))
        {
            return p.Index;
        }
        for (int i = 0; i < parameters.Count; i++)
        {
            if (ReferenceEquals(parameters[i], p))
            {
                return i;
            }
        }
        return -1;
    }
}
