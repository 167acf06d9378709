namespace Go.Compiler.Types;

public static partial class Inference
{
    /// <summary>
    /// Forgets inferred types through which a parameter would contain itself (<c>A</c> = <c>*A</c>): substituting them would never end.
    /// </summary>
    private sealed class CycleCutter(IReadOnlyList<TypeParameter> parameters, GoType?[] inferred)
    {
        private readonly List<GoType> _open = [];

        public void Run()
        {
            foreach (TypeParameter p in parameters)
            {
                Visit(p);
            }
        }

        private void Visit(GoType type)
        {
            type = AliasType.Unalias(type);
            foreach (GoType o in _open)
            {
                if (ReferenceEquals(o, type))
                {
                    if (type is TypeParameter p && Instantiation.IndexOf(parameters, p) is >= 0 and var i)
                    {
                        inferred[i] = null;
                    }
                    return;
                }
            }
            _open.Add(type);
            VisitParts(type);
            _open.RemoveAt(_open.Count - 1);
        }

        private void VisitParts(GoType type)
        {
            switch (type)
            {
                case TypeParameter t:
                    int i = Instantiation.IndexOf(parameters, t);
                    if (i >= 0 && inferred[i] is { } target)
                    {
                        Visit(target);
                    }
                    break;
                case NamedType t:
                    Visit(t.TypeArguments);
                    Visit(t.EnclosingArguments);
                    break;
                case PointerType t:
                    Visit(t.Element);
                    break;
                case SliceType t:
                    Visit(t.Element);
                    break;
                case ArrayType t:
                    Visit(t.Element);
                    break;
                case ChanType t:
                    Visit(t.Element);
                    break;
                case MapType t:
                    Visit(t.Key);
                    Visit(t.Element);
                    break;
                case StructType t:
                    Visit(t.Fields);
                    break;
                case SignatureType t:
                    Visit(t.Parameters.Variables);
                    Visit(t.Results.Variables);
                    break;
                case UnionType t:
                    foreach (UnionTerm term in t.Terms)
                    {
                        Visit(term.Type);
                    }
                    break;
                case InterfaceType t:
                    foreach (Function m in t.Methods)
                    {
                        Visit(m.Signature);
                    }
                    Visit(t.Embedded);
                    break;
            }
        }

        private void Visit(IReadOnlyList<GoType> types)
        {
            for (int i = 0; i < types.Count; i++)
            {
                Visit(types[i]);
            }
        }

        private void Visit(IReadOnlyList<Variable> variables)
        {
            for (int i = 0; i < variables.Count; i++)
            {
                Visit(variables[i].Type!);
            }
        }
    }
}
