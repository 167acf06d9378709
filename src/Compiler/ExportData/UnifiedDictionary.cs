using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// What the types of one object depend on: its type parameters, and the types made of them, which each user makes anew with other
/// arguments.
/// </summary>
internal sealed class UnifiedDictionary
{
    private readonly Dictionary<TypeParameter, int> _parameters = new(ReferenceEqualityComparer.Instance);

    /// <summary>Type parameters of the receiver, for a method that is an object: they are numbered before its own.</summary>
    public IReadOnlyList<TypeParameter> Receiver { get; init; } = [];

    public IReadOnlyList<TypeParameter> Own { get; init; } = [];

    /// <summary>Elements of the types made of type parameters, by their number here.</summary>
    public EntityList<int> Derived { get; } = [];

    public Dictionary<GoType, int> DerivedNumbers { get; } = new(SpellingComparer.Instance);

    /// <summary>
    /// Makes parameters known under their places in a list. Methods name their receivers' anew: the same places under other names.
    /// </summary>
    public void Add(IReadOnlyList<TypeParameter> parameters, int first)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            _parameters[parameters[i]] = first + i;
        }
    }

    public int NumberOf(TypeParameter parameter) => _parameters[parameter];
}
