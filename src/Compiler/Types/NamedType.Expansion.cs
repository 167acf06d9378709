namespace Go.Compiler.Types;

public sealed partial class NamedType
{
    private Function[]? _instanceMethods;

    private NamedType(NamedType origin, IReadOnlyList<GoType> arguments, IReadOnlyList<GoType> enclosing)
    {
        Name = origin.Name;
        _origin = origin;
        TypeArguments = arguments;
        EnclosingArguments = enclosing;
        _methods = s_none;
    }

    private static readonly List<Function> s_none = [];

    /// <summary>A new instance object of an origin. Use <see cref="Instantiation"/>, which shares equal instances.</summary>
    internal static NamedType NewInstance(NamedType origin, IReadOnlyList<GoType> arguments, IReadOnlyList<GoType> enclosing)
        => new(origin, arguments, enclosing);

    /// <inheritdoc/>
    public override GoType Underlying => Volatile.Read(ref _underlying) ?? ResolveUnderlying();

    private GoType ResolveUnderlying()
    {
        if (_origin is null)
        {
            RunLoader();
            return Volatile.Read(ref _underlying) ?? Universe.Invalid;
        }
        GoType declared = _origin.Underlying;
        if (!_origin.IsResolved)
        {
            return Universe.Invalid; // the declaration is still being checked: ask again later
        }
        GoType expanded = Instantiation.ExpandUnderlying(this, declared);
        Interlocked.CompareExchange(ref _underlying, expanded, null);
        return Volatile.Read(ref _underlying)!;
    }

    private void RunLoader()
    {
        if (Volatile.Read(ref _underlying) is null && Loader is { } loader)
        {
            loader(this);
        }
    }

    /// <summary>
    /// Declared methods (not promoted ones); for an instance, with substituted signatures, made on demand and thread-safely.
    /// </summary>
    public IReadOnlyList<Function> Methods
    {
        get
        {
            if (_origin is null)
            {
                RunLoader();
                return _methods;
            }
            Function[]? made = Volatile.Read(ref _instanceMethods);
            int declared = _origin.Methods.Count;
            return made is not null && made.Length == declared ? made : MakeInstanceMethods();
        }
    }

    private NameIndex? _methodIndex;

    /// <summary>Position in <see cref="Methods"/>, or -1.</summary>
    internal int IndexOfMethod(Package? package, string name, bool foldCase = false)
        => MethodOrder.IndexOf(ref _methodIndex, Methods, package, name, foldCase);

    private Function[] MakeInstanceMethods()
    {
        // Methods may still be added while the origin's package is checked; objects made before stay the same.
        lock (_lock)
        {
            IReadOnlyList<Function> declared = _origin!.Methods;
            Function[] old = _instanceMethods ?? [];
            if (old.Length == declared.Count)
            {
                return old;
            }
            Function[] made = new Function[declared.Count];
            for (int i = 0; i < made.Length; i++)
            {
                made[i] = i < old.Length ? old[i] : InstanceMethod(declared[i]);
            }
            Volatile.Write(ref _instanceMethods, made);
            return made;
        }
    }

    private Function InstanceMethod(Function declared) => new(declared.Pos, declared.Package, declared.Name, null)
    {
        Origin = declared,
        InstanceReceiver = this,
    };

    // Instances of this origin, shared by all packages; buckets by hash of the arguments. Sharing is only an economy: types that are
    // identical but spelled differently (aliases) keep their own instances for messages.
    private Dictionary<int, List<NamedType>>? _instances;

    internal NamedType InstanceOf(IReadOnlyList<GoType> arguments, IReadOnlyList<GoType> enclosing)
    {
        int hash = TypeIdentity.SpellingHash(arguments) * 31 + TypeIdentity.SpellingHash(enclosing);
        lock (_lock)
        {
            _instances ??= [];
            if (!_instances.TryGetValue(hash, out List<NamedType>? bucket))
            {
                _instances.Add(hash, bucket = []);
            }
            foreach (NamedType existing in bucket)
            {
                if (TypeIdentity.SameSpelling(existing.TypeArguments, arguments)
                    && TypeIdentity.SameSpelling(existing.EnclosingArguments, enclosing))
                {
                    return existing;
                }
            }
            NamedType made = NewInstance(this, arguments, enclosing);
            bucket.Add(made);
            return made;
        }
    }

    private readonly Lock _lock = new();
}
