using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>How closely two types must match.</summary>
[Flags]
internal enum UnifyMode : byte
{
    /// <summary>
    /// Defined types match literals with their underlying type, channel directions do not matter, interfaces match implementations.
    /// </summary>
    Inexact = 0,

    /// <summary>Inexact at the top, exact for element types: as assignability has it.</summary>
    Assign = 1,

    /// <summary>Identical up to type parameters.</summary>
    Exact = 2,
}

/// <summary>
/// Makes two types equal by finding types for a list of type parameters (spec "Type unification"). Other type parameters are ordinary
/// types.
/// </summary>
internal sealed class Unifier
{
    private const int MaxDepth = 50;

    private sealed record Pair(InterfaceType X, InterfaceType Y, Pair? Outer);

    private readonly IReadOnlyList<TypeParameter> _parameters;

    // Parameters found equal share a handle and with it one type.
    private readonly int[] _handles;
    private readonly GoType?[] _types;
    private int _depth;

    /// <summary>Inexact unification looks at the methods of interfaces; off before go1.21.</summary>
    private readonly bool _interfaceInference;

    public Unifier(IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType?> known, bool interfaceInference = true)
    {
        _interfaceInference = interfaceInference;
        _parameters = parameters;
        _handles = new int[parameters.Count];
        _types = new GoType?[parameters.Count];
        for (int i = 0; i < _handles.Length; i++)
        {
            _handles[i] = i;
            _types[i] = i < known.Count ? known[i] : null;
        }
    }

    public GoType? TypeOf(int parameter) => _types[_handles[parameter]];
    public void SetType(int parameter, GoType type) => _types[_handles[parameter]] = type;

    public int IndexOf(GoType type) => AliasType.Unalias(type) is TypeParameter p ? Instantiation.IndexOf(_parameters, p) : -1;

    public int UnknownCount
    {
        get
        {
            int n = 0;
            for (int i = 0; i < _handles.Length; i++)
            {
                n += TypeOf(i) is null ? 1 : 0;
            }
            return n;
        }
    }

    public GoType?[] Inferred()
    {
        GoType?[] result = new GoType?[_handles.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = TypeOf(i);
        }
        return result;
    }

    public bool Unify(GoType x, GoType y, UnifyMode mode) => Unify(x, y, mode, null);

    private bool Join(int x, int y)
    {
        int hx = _handles[x], hy = _handles[y];
        if (hx == hy)
        {
            return true;
        }
        if (_types[hx] is not null && _types[hy] is not null)
        {
            return false;
        }
        (int from, int to) = _types[hx] is not null ? (hy, hx) : (hx, hy);
        for (int i = 0; i < _handles.Length; i++)
        {
            if (_handles[i] == from)
            {
                _handles[i] = to;
            }
        }
        return true;
    }

    private static InterfaceType? AsInterface(GoType t)
        => AliasType.Unalias(t) is var u and not TypeParameter ? u.Underlying as InterfaceType : null;
    private static NamedType? AsNamed(GoType t) => AliasType.Unalias(t) as NamedType;

    private bool Unify(GoType x, GoType y, UnifyMode mode, Pair? pairs)
    {
        if (ReferenceEquals(AliasType.Unalias(x), AliasType.Unalias(y)))
        {
            return true;
        }
        if (_depth >= MaxDepth)
        {
            return false;
        }
        _depth++;
        bool result = UnifyDistinct(x, y, mode, pairs);
        _depth--;
        return result;
    }

    private bool UnifyDistinct(GoType x, GoType y, UnifyMode mode, Pair? pairs)
    {
        // Keep a defined type, if any, in y and a parameter to be inferred in x.
        if (AsNamed(x) is not null || IndexOf(y) >= 0)
        {
            (x, y) = (y, x);
        }
        bool exact = (mode & UnifyMode.Exact) != 0;
        if (!exact && AsNamed(y) is { } named && TypePredicates.IsTypeLiteral(x) && !(_interfaceInference && TypePredicates.IsInterface(x)))
        {
            y = named.Underlying;
            if (ReferenceEquals(AliasType.Unalias(x), AliasType.Unalias(y)))
            {
                return true;
            }
        }
        int px = IndexOf(x), py = IndexOf(y);
        if (px >= 0)
        {
            return py >= 0
                ? Join(px, py) || Unify(TypeOf(px)!, TypeOf(py)!, mode, pairs)
                : UnifyParameter(px, y, mode, pairs);
        }
        if (_interfaceInference && !exact && (AsInterface(x) is not null || AsInterface(y) is not null))
        {
            return UnifyInterfaces(x, y, pairs);
        }
        return UnifyStructure(x, y, mode, pairs);
    }

    /// <summary>A parameter to be inferred meets a type: take it, or match what it has and keep the better of the two.</summary>
    private bool UnifyParameter(int parameter, GoType y, UnifyMode mode, Pair? pairs)
    {
        if (TypeOf(parameter) is not { } x)
        {
            SetType(parameter, y);
            return true;
        }
        if (!Unify(x, y, mode, pairs))
        {
            return false;
        }
        InterfaceType? xi = AsInterface(x), yi = AsInterface(y);
        bool xNamed = AsNamed(x) is not null, yNamed = AsNamed(y) is not null;
        if (xi is not null && yi is not null)
        {
            if (xNamed && yNamed)
            {
                return TypeIdentity.Identical(x, y);
            }
            if (TypeSets.Of(xi).Methods.Count != TypeSets.Of(yi).Methods.Count)
            {
                return false;
            }
        }
        else if (xi is not null || yi is not null)
        {
            return false; // either could be meant: the result would depend on the order of arguments
        }
        if ((mode & UnifyMode.Exact) == 0 && !xNamed
            && (yNamed || y.Underlying is ChanType { Direction: not Syntax.ChannelDirection.Both }))
        {
            SetType(parameter, y);
        }
        return true;
    }

    /// <summary>Inexact unification where one side at least is an interface: shared methods must unify.</summary>
    private bool UnifyInterfaces(GoType x, GoType y, Pair? pairs)
    {
        InterfaceType? xi = AsInterface(x), yi = AsInterface(y);
        if (xi is not null && yi is not null)
        {
            TypeSet xs = TypeSets.Of(xi), ys = TypeSets.Of(yi);
            if (xs.IsComparable != ys.IsComparable || !TypeTerms.AreEqual(xs.Terms, ys.Terms))
            {
                return false;
            }
            if (IsOpen(xi, yi, pairs))
            {
                return true;
            }
            // The smaller method set must be part of the larger one.
            (TypeSet small, TypeSet large) = xs.Methods.Count > ys.Methods.Count ? (ys, xs) : (xs, ys);
            Pair inner = new(xi, yi, pairs);
            foreach (Function m in small.Methods)
            {
                int i = large.IndexOf(m.Package, m.Name);
                if (i < 0 || !Unify(m.Signature, large.Methods[i].Signature, UnifyMode.Exact, inner))
                {
                    return false;
                }
            }
            return true;
        }
        GoType concrete = xi is null ? x : y;
        foreach (Function m in TypeSets.Of(xi ?? yi!).Methods)
        {
            if (Lookup.FieldOrMethod(concrete, false, m.Package, m.Name).Object is not Function have
                || have.Signature.TypeParameters.Count > 0
                || !Unify(m.Signature, have.Signature, UnifyMode.Exact, pairs))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsOpen(InterfaceType x, InterfaceType y, Pair? pairs)
    {
        for (Pair? p = pairs; p is not null; p = p.Outer)
        {
            if (ReferenceEquals(p.X, x) && ReferenceEquals(p.Y, y) || ReferenceEquals(p.X, y) && ReferenceEquals(p.Y, x))
            {
                return true;
            }
        }
        return false;
    }

    private bool UnifyStructure(GoType x, GoType y, UnifyMode mode, Pair? pairs)
    {
        if (TypePredicates.IsTypeParameter(y))
        {
            (x, y) = (y, x);
        }
        UnifyMode inner = (mode & UnifyMode.Assign) != 0 ? mode | UnifyMode.Exact : mode;
        switch (AliasType.Unalias(x), AliasType.Unalias(y))
        {
            case (BasicType a, BasicType b):
                return a.Kind == b.Kind;
            case (ArrayType a, ArrayType b):
                return (a.Length < 0 || b.Length < 0 || a.Length == b.Length) && Unify(a.Element, b.Element, inner, pairs);
            case (SliceType a, SliceType b):
                return Unify(a.Element, b.Element, inner, pairs);
            case (PointerType a, PointerType b):
                return Unify(a.Element, b.Element, inner, pairs);
            case (MapType a, MapType b):
                return Unify(a.Key, b.Key, inner, pairs) && Unify(a.Element, b.Element, inner, pairs);
            case (ChanType a, ChanType b):
                return ((mode & UnifyMode.Exact) == 0 || a.Direction == b.Direction) && Unify(a.Element, b.Element, inner, pairs);
            case (StructType a, StructType b):
                return UnifyStructs(a, b, inner, pairs);
            case (TupleType a, TupleType b):
                return UnifyTuples(a, b, mode, pairs);
            case (SignatureType a, SignatureType b):
                return a.IsVariadic == b.IsVariadic && UnifyTuples(a.Parameters, b.Parameters, inner, pairs)
                    && UnifyTuples(a.Results, b.Results, inner, pairs);
            case (InterfaceType a, InterfaceType b):
                return UnifyExactInterfaces(a, b, pairs);
            case (NamedType a, NamedType b):
                return UnifyLists(a.TypeArguments, b.TypeArguments, mode, pairs)
                    && UnifyLists(a.EnclosingArguments, b.EnclosingArguments, mode, pairs)
                    && ReferenceEquals(a.Name, b.Name);
            case (TypeParameter a, _):
                // Not to be inferred: its arguments have its core type as underlying type, which can be matched further.
                return TypeSets.CoreType(a) is { } core && Unify(core, y, UnifyMode.Assign, pairs);
            default:
                return false;
        }
    }

    private bool UnifyLists(IReadOnlyList<GoType> a, IReadOnlyList<GoType> b, UnifyMode mode, Pair? pairs)
    {
        if (a.Count != b.Count)
        {
            return false;
        }
        for (int i = 0; i < a.Count; i++)
        {
            if (!Unify(a[i], b[i], mode, pairs))
            {
                return false;
            }
        }
        return true;
    }

    private bool UnifyStructs(StructType a, StructType b, UnifyMode mode, Pair? pairs)
    {
        if (a.Fields.Count != b.Fields.Count)
        {
            return false;
        }
        for (int i = 0; i < a.Fields.Count; i++)
        {
            Variable f = a.Fields[i], g = b.Fields[i];
            if (f.IsEmbedded != g.IsEmbedded || (a.TagOf(i) ?? "") != (b.TagOf(i) ?? "")
                || !MethodOrder.SameName(f, g.Package, g.Name) || !Unify(f.Type!, g.Type!, mode, pairs))
            {
                return false;
            }
        }
        return true;
    }

    private bool UnifyTuples(TupleType a, TupleType b, UnifyMode mode, Pair? pairs)
    {
        if (a.Count != b.Count)
        {
            return false;
        }
        for (int i = 0; i < a.Count; i++)
        {
            if (!Unify(a.Variables[i].Type!, b.Variables[i].Type!, mode, pairs))
            {
                return false;
            }
        }
        return true;
    }

    private bool UnifyExactInterfaces(InterfaceType a, InterfaceType b, Pair? pairs)
    {
        TypeSet x = TypeSets.Of(a), y = TypeSets.Of(b);
        if (x.IsComparable != y.IsComparable || x.Methods.Count != y.Methods.Count || !TypeTerms.AreEqual(x.Terms, y.Terms))
        {
            return false;
        }
        if (IsOpen(a, b, pairs))
        {
            return true;
        }
        Pair inner = new(a, b, pairs);
        for (int i = 0; i < x.Methods.Count; i++)
        {
            Function f = x.Methods[i], g = y.Methods[i];
            if (!MethodOrder.SameName(f, g.Package, g.Name) || !Unify(f.Signature, g.Signature, UnifyMode.Exact, inner))
            {
                return false;
            }
        }
        return true;
    }
}
