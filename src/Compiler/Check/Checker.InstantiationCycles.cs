using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    // Endless instantiation: f[T] calls f[*T]. A graph of type parameters (and local types, which depend on the parameters around them): an
    // edge says that one is instantiated with a type that mentions the other, with weight 1 if it is wrapped in something. A cycle of
    // positive weight never ends.
    private readonly record struct InstanceEdge(int From, int To, int Weight, Pos Pos, GoType Type);

    private readonly EntityList<InstanceEdge> _instanceEdges = [];
    private readonly List<TypeName> _instanceVertices = [];
    private readonly Dictionary<TypeName, int> _instanceVertexOf = [];

    /// <summary>Receiver type parameters to those of the type declaration.</summary>
    private readonly Dictionary<TypeParameter, TypeParameter> _canonicalParameters = [];

    private void NoteCanonical(TypeParameter receiver, TypeParameter declared) => _canonicalParameters[receiver] = declared;

    private void NoteInstance(Pos pos, IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments,
        IReadOnlyList<ExpressionSyntax> argumentSyntax)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            // Parameters of other packages cannot depend on ours.
            if (ReferenceEquals(parameters[i].Name.Package, _package))
            {
                Pos at = i < argumentSyntax.Count ? SyntaxPositions.StartOf(argumentSyntax[i]) : pos;
                NoteFlow(at, parameters[i], arguments[i], arguments[i]);
            }
        }
    }

    private void NoteFlow(Pos pos, TypeParameter to, GoType argument, GoType part)
    {
        switch (AliasType.Unalias(part))
        {
            case TypeParameter p:
                AddInstanceEdge(VertexOf(to), VertexOf(p), ReferenceEquals(part, argument) ? 0 : 1, pos, argument);
                break;
            case NamedType n:
                int local = LocalTypeVertex(n.Origin);
                if (local >= 0)
                {
                    AddInstanceEdge(VertexOf(to), local, ReferenceEquals(part, argument) ? 0 : 1, pos, argument);
                }
                foreach (GoType a in n.TypeArguments)
                {
                    NoteFlow(pos, to, argument, a);
                }
                break;
            case ArrayType t:
                NoteFlow(pos, to, argument, t.Element);
                break;
            case ChanType t:
                NoteFlow(pos, to, argument, t.Element);
                break;
            case PointerType t:
                NoteFlow(pos, to, argument, t.Element);
                break;
            case SliceType t:
                NoteFlow(pos, to, argument, t.Element);
                break;
            case MapType t:
                NoteFlow(pos, to, argument, t.Key);
                NoteFlow(pos, to, argument, t.Element);
                break;
            case InterfaceType t:
                foreach (Function m in TypeSets.Of(t).Methods)
                {
                    NoteFlow(pos, to, argument, m.Signature);
                }
                break;
            case SignatureType t:
                NoteFlow(pos, to, argument, t.Parameters.Variables);
                NoteFlow(pos, to, argument, t.Results.Variables);
                break;
            case StructType t:
                NoteFlow(pos, to, argument, t.Fields);
                break;
        }
    }

    private void NoteFlow(Pos pos, TypeParameter to, GoType argument, IReadOnlyList<Variable> parts)
    {
        foreach (Variable part in parts)
        {
            NoteFlow(pos, to, argument, part.Type!);
        }
    }

    private void AddInstanceEdge(int to, int from, int weight, Pos pos, GoType type)
        => _instanceEdges.Add(new InstanceEdge(from, to, weight, pos, type));

    private int VertexOf(TypeParameter p) => VertexOf(_canonicalParameters.GetValueOrDefault(p, p).Name);

    private int VertexOf(TypeName name)
    {
        if (!_instanceVertexOf.TryGetValue(name, out int vertex))
        {
            vertex = _instanceVertices.Count;
            _instanceVertices.Add(name);
            _instanceVertexOf.Add(name, vertex);
        }
        return vertex;
    }

    /// <summary>
    /// The vertex of a type declared inside a generic function, with edges from that function's parameters; -1 for others.
    /// </summary>
    private int LocalTypeVertex(NamedType origin)
    {
        TypeName name = origin.Name;
        if (!ReferenceEquals(name.Package, _package) || name.EnclosingTypeParameters.Count == 0)
        {
            return -1;
        }
        bool known = _instanceVertexOf.ContainsKey(name);
        int vertex = VertexOf(name);
        if (!known)
        {
            foreach (TypeParameter p in name.EnclosingTypeParameters)
            {
                AddInstanceEdge(vertex, VertexOf(p), 1, name.Pos, p);
            }
        }
        return vertex;
    }

    private void CheckInstantiationCycles()
    {
        int count = _instanceVertices.Count;
        var weight = new int[count];
        var length = new int[count];
        var previous = new int[count];
        Array.Fill(previous, -1);
        // Longest paths as in Bellman-Ford: a path with as many edges as there are vertices repeats one.
        for (bool again = true; again;)
        {
            again = false;
            for (int i = 0; i < _instanceEdges.Count; i++)
            {
                InstanceEdge e = _instanceEdges[i];
                if (weight[e.From] + e.Weight <= weight[e.To])
                {
                    continue;
                }
                previous[e.To] = i;
                length[e.To] = length[e.From] + 1;
                if (length[e.To] >= count)
                {
                    ReportInstantiationCycle(e.To, previous);
                    return;
                }
                weight[e.To] = weight[e.From] + e.Weight;
                again = true;
            }
        }
    }

    private void ReportInstantiationCycle(int vertex, int[] previous)
    {
        var path = new EntityList<int>();
        var seen = new HashSet<int>();
        while (seen.Add(vertex))
        {
            path.Add(vertex);
            vertex = _instanceEdges[previous[vertex]].From;
        }
        path.RemoveRange(0, path.IndexOf(vertex)); // what only leads into the cycle
        var related = new EntityList<RelatedLocation>();
        foreach (int v in path)
        {
            InstanceEdge e = _instanceEdges[previous[v]];
            TypeName name = _instanceVertices[e.To];
            related.Add(new RelatedLocation(e.Pos, name.Type is TypeParameter
                ? $"{name.Name} instantiated as {Text(e.Type)}"
                : $"{name.Name} implicitly parameterized by {Text(e.Type)}"));
        }
        Report(_instanceVertices[vertex].Pos, Catalogue.InvalidInstanceCycle, "instantiation cycle:", related, false);
    }
}
