using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// What the type parameters of a function stand for in one instance. Substitution is remembered by type object, so that asking again for
/// the same node's type is one look-up. Not thread-safe: one per compilation of an instance.
/// </summary>
public sealed class IrTypeEnvironment
{
    private readonly IReadOnlyList<TypeParameter> _parameters;
    private readonly IReadOnlyList<GoType> _arguments;
    private readonly Dictionary<GoType, GoType>? _known;

    public IrTypeEnvironment(IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments)
    {
        if (parameters.Count != arguments.Count)
        {
            throw Diagnostics.Unexpected.State($"{arguments.Count} type arguments for {parameters.Count} parameters");
        }
        _parameters = parameters;
        _arguments = arguments;
        _known = parameters.Count == 0 ? null : new Dictionary<GoType, GoType>(ReferenceEqualityComparer.Instance);
    }

    /// <summary>Of functions that are not generic; may be shared.</summary>
    public static IrTypeEnvironment Empty { get; } = new([], []);

    public bool IsEmpty => _known is null;
    public IReadOnlyList<GoType> Arguments => _arguments;

    public GoType Substitute(GoType type)
    {
        if (_known is null)
        {
            return type;
        }
        if (!_known.TryGetValue(type, out GoType? result))
        {
            result = Instantiation.Substitute(type, _parameters, _arguments);
            _known.Add(type, result);
        }
        return result;
    }

    /// <summary>Each type substituted; the same list when nothing changes.</summary>
    public IReadOnlyList<GoType> Substitute(IReadOnlyList<GoType> types)
    {
        GoType[]? result = null;
        for (int i = 0; i < types.Count && _known is not null; i++)
        {
            GoType type = Substitute(types[i]);
            if (result is null && !ReferenceEquals(type, types[i]))
            {
                result = [.. types];
            }
            if (result is not null)
            {
                result[i] = type;
            }
        }
        return result ?? types;
    }
}
