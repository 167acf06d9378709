using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>
    /// Finds cycles of type names without any type in between (<c>type A B; type B A</c>), before anything asks for underlying types.
    /// </summary>
    private void FindNameCycles()
    {
        const int White = 0, Black = -1;
        var state = new int[_objects.Count]; // White, Black or 1 + index on the current path
        var path = new List<TypeName>();
        for (int i = 1; i < _objects.Count; i++)
        {
            path.Clear();
            TypeName? name = _objects[i] as TypeName;
            while (name is not null && state[name.Order] != Black)
            {
                if (state[name.Order] != White)
                {
                    int start = state[name.Order] - 1;
                    name.Type = Universe.Invalid;
                    ReportCycle([.. path.GetRange(start, path.Count - start)]);
                    break;
                }
                path.Add(name);
                state[name.Order] = path.Count;
                name = DeclarationOf(name)?.TypeDecl!.Type is NameSyntax rhs ? _package.Scope.Lookup(rhs.Value) as TypeName : null;
                if (name is not null && DeclarationOf(name) is null)
                {
                    name = null;
                }
            }
            foreach (TypeName done in path)
            {
                state[done.Order] = Black;
            }
        }
    }

    /// <summary>Whether the cycle of objects from <paramref name="start"/> to the end of the path is allowed; reports it if not.</summary>
    private bool IsValidCycle(int start)
    {
        int values = 0, definitions = 0;
        for (int i = start; i < _path.Count; i++)
        {
            switch (_path[i])
            {
                case ConstantObject or Variable:
                    values++;
                    break;
                case TypeName t:
                    if (_environment.InTypeParameterList && t.Type is { } type && IsGeneric(type))
                    {
                        return true; // through a type parameter list: type T[P C[T[P]]] ...
                    }
                    if (!IsAliasDeclaration(t))
                    {
                        definitions++;
                    }
                    break;
            }
        }
        // Only values: the initialisation order reports it. Types and functions: fine if a definition breaks the expansion.
        if (values == _path.Count - start || (values == 0 && definitions > 0))
        {
            return true;
        }
        ReportCycle(_path.GetRange(start, _path.Count - start));
        return false;
    }

    private bool IsAliasDeclaration(TypeName t) => t.IsAlias || DeclarationOf(t)?.TypeDecl?.IsAlias == true;

    private static int FirstInSource(List<GoObject> cycle)
    {
        int first = 0;
        for (int i = 1; i < cycle.Count; i++)
        {
            if (cycle[i].Pos < cycle[first].Pos)
            {
                first = i;
            }
        }
        return first;
    }

    private void ReportCycle(List<GoObject> cycle) => ReportCycle(cycle, FirstInSource(cycle));

    private void ReportCycle(List<GoObject> cycle, int start)
    {
        GoObject first = cycle[start];
        bool isType = first is TypeName;
        if (first.Type is AliasType { IsResolved: false } alias)
        {
            alias.Actual = Universe.Invalid;
        }
        if (cycle.Count == 1)
        {
            Error(first.Pos, Catalogue.InvalidDeclCycle,
                $"{(isType ? "invalid recursive type" : "invalid cycle in declaration")}: {CycleName(first)} refers to itself");
            return;
        }
        var related = new EntityList<RelatedLocation>();
        GoObject current = first;
        for (int i = 1; i <= cycle.Count; i++)
        {
            GoObject next = cycle[(start + i) % cycle.Count];
            related.Add(new RelatedLocation(current.Pos, $"{CycleName(current)} refers to {CycleName(next)}"));
            current = next;
        }
        Report(first.Pos, Catalogue.InvalidDeclCycle,
            $"{(isType ? "invalid recursive type" : "invalid cycle in declaration of")} {CycleName(first)}", related, false);
    }

    private string CycleName(GoObject o)
    {
        if (o.Type is NamedType { IsInstance: true } instance)
        {
            return Text(instance);
        }
        string package = o.Package is null ? "" : _qualifier(o.Package);
        return package.Length == 0 ? o.Name : package + "." + o.Name;
    }

    /// <summary>
    /// Whether a type has an underlying type by now. Types under way have not: using their structure is a cycle, which is reported.
    /// Names are followed, because <c>type A B</c> may be done while B is under way.
    /// </summary>
    private bool IsCompleteType(GoType type)
    {
        GoType? t = type;
        while (t is not null)
        {
            GoObject name;
            GoType? rhs;
            switch (t)
            {
                case AliasType alias:
                    name = alias.Name;
                    rhs = alias.IsResolved ? alias.Actual : null;
                    break;
                case NamedType named:
                    if (named.IsInstance || named.IsResolved)
                    {
                        return true; // instances expand when asked to
                    }
                    name = named.Name;
                    rhs = _rightHandSides.GetValueOrDefault(named.Origin);
                    break;
                default:
                    return true;
            }
            if (_pathIndex.TryGetValue(name, out int start))
            {
                ReportCycle(_path.GetRange(start, _path.Count - start));
                return false;
            }
            t = rhs;
        }
        return true;
    }

    /// <summary>Reports types that contain themselves by value.</summary>
    private void CheckTypeIsFinite(NamedType type) => IsFinite(type, [], []);

    /// <param name="nest">Types whose parts are being walked, innermost last; ends with the instance whose arguments type parameters stand
    /// for.</param>
    /// <param name="path">All types walked through, for the message.</param>
    private bool IsFinite(GoType type, List<NamedType> nest, List<NamedType> path)
    {
        switch (AliasType.Unalias(type))
        {
            case ArrayType a:
                return IsFinite(a.Element, nest, path);
            case StructType s:
                foreach (Variable field in s.Fields)
                {
                    if (!IsFinite(field.Type!, nest, path))
                    {
                        return false;
                    }
                }
                return true;
            case UnionType u:
                foreach (UnionTerm term in u.Terms)
                {
                    if (!IsFinite(term.Type, nest, path))
                    {
                        return false;
                    }
                }
                return true;
            case InterfaceType i:
                foreach (GoType embedded in i.Embedded)
                {
                    if (!IsFinite(embedded, nest, path))
                    {
                        return false;
                    }
                }
                return true;
            case NamedType n:
                return IsFiniteNamed(n, nest, path);
            case TypeParameter p:
                return IsFiniteArgument(p, nest, path);
            default:
                return true;
        }
    }

    private bool IsFiniteNamed(NamedType n, List<NamedType> nest, List<NamedType> path)
    {
        if (!ReferenceEquals(n.Name.Package, _package) && n.TypeArguments.Count == 0)
        {
            return true; // complete packages have no infinite types
        }
        if (_finiteTypes.Contains(n))
        {
            return true;
        }
        foreach (NamedType outer in nest)
        {
            if (!TypeIdentity.Identical(outer, n))
            {
                continue;
            }
            _rightHandSides[n.Origin] = Universe.Invalid;
            n.Origin.SetUnderlying(Universe.Invalid);
            int start = path.FindIndex(p => TypeIdentity.Identical(p, n));
            ReportCycle(CycleOf(path, start), 0);
            return false;
        }
        GoType? inside = _rightHandSides.GetValueOrDefault(n.Origin) ?? (n.Origin.IsResolved ? n.Origin.Underlying : null);
        if (inside is null)
        {
            return true;
        }
        nest.Add(n);
        path.Add(n);
        bool finite = IsFinite(inside, nest, path);
        nest.RemoveAt(nest.Count - 1);
        path.RemoveAt(path.Count - 1);
        if (finite && n.TypeArguments.Count == 0 && n.TypeParameters.Count == 0 && nest.Count == 0)
        {
            _finiteTypes.Add(n);
        }
        return finite;
    }

    private readonly HashSet<NamedType> _finiteTypes = [];

    private readonly Dictionary<NamedType, TypeName> _instanceNames = [];

    /// <summary>A type's name for cycles; that of an instance stands where the instance was written.</summary>
    private TypeName NameOf(NamedType type)
    {
        if (!type.IsInstance)
        {
            return type.Name;
        }
        if (!_instanceNames.TryGetValue(type, out TypeName? name))
        {
            name = new TypeName(_instancePositions.GetValueOrDefault(type, type.Name.Pos), type.Name.Package, type.Name.Name, type);
            _instanceNames.Add(type, name);
        }
        return name;
    }

    /// <summary>The names of types from <paramref name="start"/> on; an instance stands where it was written.</summary>
    private List<GoObject> CycleOf(List<NamedType> path, int start)
    {
        var cycle = new List<GoObject>();
        for (int i = start; i < path.Count; i++)
        {
            cycle.Add(NameOf(path[i]));
        }
        return cycle;
    }

    /// <summary>
    /// A type parameter inside a generic type stands for the argument of the innermost instance, which belongs to the level outside it.
    /// </summary>
    private bool IsFiniteArgument(TypeParameter p, List<NamedType> nest, List<NamedType> path)
    {
        if (nest.Count == 0)
        {
            return true;
        }
        NamedType instance = nest[^1];
        IReadOnlyList<TypeParameter> parameters = instance.Origin.TypeParameters;
        for (int i = 0; i < parameters.Count && i < instance.TypeArguments.Count; i++)
        {
            if (!ReferenceEquals(parameters[i], p))
            {
                continue;
            }
            nest.RemoveAt(nest.Count - 1);
            bool finite = IsFinite(instance.TypeArguments[i], nest, path);
            nest.Add(instance);
            return finite;
        }
        return true;
    }
}
