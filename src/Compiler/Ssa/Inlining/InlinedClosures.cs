using Go.Compiler.Ir;

namespace Go.Compiler.Ssa.Inlining;

/// <summary>
/// Closures of a function that is copied, into another function or under another name. They are made anew there, under names that say where
/// (contract 7.5): a literal of the closure <c>f.func1</c> is <c>f.func1.1</c>, and <c>f.func1.func1</c> when a declared function took
/// f.func1 in. Where the name stays the same, so does the code: it is shared.
/// </summary>
/// <param name="source">Bodies.</param>
/// <param name="body">What is copied.</param>
/// <param name="name">Its name where the copy stands.</param>
/// <param name="isInFunction">The copy stands in a declared function; else it is a closure, or in one.</param>
internal sealed class InlinedClosures(IInlineSource source, FunctionUnit body, ClosureName name, bool isInFunction)
{
    private HashSet<string>? _inlined;

    /// <summary>The object operand for a value of the copy: another symbol when it names a closure that is made anew.</summary>
    public object? Of(object? aux) => aux switch
    {
        FunctionSymbol symbol => Of(symbol),
        FuncValueSymbol { Declared: null } value
            => Of(value.Function) is var symbol && symbol == value.Function ? value : new FuncValueSymbol(symbol),
        CallInfo { Target: { } target, Callee: null, Runtime: null } call
            => Of(target) is var symbol && symbol == target ? call : call.Calling(symbol, null),
        _ => aux,
    };

    private FunctionSymbol Of(FunctionSymbol symbol) => MadeAnew(symbol.Name) is { } other ? new FunctionSymbol(other, symbol.Abi) : symbol;

    public ClosureSite Of(ClosureSite site) => MadeAnew(site.Symbol) is { } other ? site with { Symbol = other } : site;

    public InlineTreeEntry Of(InlineTreeEntry entry)
    {
        if (Renamed(entry.FunctionName) is not { } other)
        {
            return entry;
        }
        source.NoteName(other);
        return entry with { FunctionName = other.Symbol };
    }

    private string? MadeAnew(string symbol) => Renamed(symbol) is { } other && source.TryMakeVariant(symbol, other) ? other.Symbol : null;

    /// <summary>The closure's name in the copy; null where it stays the same, and for what is no closure.</summary>
    private ClosureName? Renamed(string symbol)
    {
        // All names of closures end in a number: symbols of declared functions need not be looked up.
        if (!char.IsAsciiDigit(symbol[^1]) || source.ClosureNamed(symbol) is not { } closure
            || !(symbol == body.Name.Symbol || IsInside(closure)))
        {
            return null;
        }
        ClosureName other = NameOf(closure);
        return other.Symbol == symbol ? null : other;
    }

    /// <summary>The closure belongs to the body or to a function that the body took in.</summary>
    private bool IsInside(ClosureName closure)
    {
        for (ClosureName? n = closure.Outer; n is not null; n = n.Outer)
        {
            if (n.Symbol == body.Name.Symbol || HasInlined(n.Symbol))
            {
                return true;
            }
        }
        return false;
    }

    private bool HasInlined(string function)
    {
        if (_inlined is null)
        {
            _inlined = new HashSet<string>(StringComparer.Ordinal);
            foreach (InlineTreeEntry entry in body.Function.InlineTree)
            {
                _inlined.Add(entry.FunctionName);
            }
        }
        return _inlined.Contains(function);
    }

    private ClosureName NameOf(ClosureName closure)
    {
        if (closure.Symbol == body.Name.Symbol || closure.Outer is null)
        {
            return closure.Symbol == body.Name.Symbol ? name : closure;
        }
        ClosureName outer = NameOf(closure.Outer);
        return new ClosureName(outer.Symbol + ClosureNames.Inlined(closure.Source, isInFunction), closure.Source, outer);
    }
}
