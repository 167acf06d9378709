using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// Results that are worked out once per key, however many threads ask; failures are remembered too, unless the user cancelled.
/// </summary>
internal sealed class OnceMap<TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<TValue>> _results = new();

    public TValue Get(TKey key, Func<TKey, TValue> work)
    {
        Lazy<TValue> result = _results.GetOrAdd(key, static (k, w) => new Lazy<TValue>(() => w(k)), work);
        try
        {
            return result.Value;
        }
        catch (OperationCanceledException)
        {
            _results.TryRemove(new KeyValuePair<TKey, Lazy<TValue>>(key, result));
            throw;
        }
    }
}
