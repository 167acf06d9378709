using System.Globalization;
using System.Text;
using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

internal sealed partial class SsaParser
{
    private object AuxOf(Op op, string text) => op switch
    {
        Op.LocalAddress or Op.VariableStart => _f.Slots[Number(Words(text)[0][1..])],
        Op.FunctionAddress => SymbolOf(text),
        Op.CallStatic or Op.CallClosure or Op.CallInterface => CallOf(text),
        Op.Allocate or Op.AllocateMap => SiteOf(text),
        Op.GlobalAddress => DataOf(text),
        _ => TypeOf(text),
    };

    private static FunctionSymbol SymbolOf(string text)
        => text.EndsWith(SsaPrinter.Abi0Mark, StringComparison.Ordinal)
            ? new FunctionSymbol(text[..^SsaPrinter.Abi0Mark.Length], FunctionAbi.Abi0)
            : new FunctionSymbol(text, FunctionAbi.Internal);

    /// <summary>A runtime call by name, else <c>NAME(KINDS) KINDS</c> and what else is known of the call.</summary>
    private CallInfo CallOf(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return environment.RuntimeCallInfo(RuntimeCalls.Get(text[RuntimeCalls.Prefix.Length..]));
        }
        // Names of methods have parentheses too: the signature is the last pair.
        int close = text.LastIndexOf(')');
        open = text.LastIndexOf('(', close);
        string name = text[..open];
        FunctionSymbol? target = name == SsaPrinter.IndirectCall ? null : SymbolOf(name);
        EntityList<ScalarKind> arguments = Kinds(text[(open + 1)..close]);
        var results = new EntityList<ScalarKind>();
        var memory = new EntityList<MemoryOperand>();
        bool noReturn = false;
        foreach (string word in Words(text[(close + 1)..]))
        {
            if (word == SsaPrinter.NoReturnMark)
            {
                noReturn = true;
            }
            else if (word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                memory.Add(new MemoryOperand(Number(word[1..colon]), word[0] == SsaPrinter.MemoryResult, Number(word[(colon + 1)..])));
            }
            else
            {
                results.Add(Enum.Parse<ScalarKind>(word));
            }
        }
        return new CallInfo
        {
            Target = target, ArgumentKinds = arguments, ResultKinds = results, MemoryOperands = memory, NoReturn = noReturn,
            Abi = AbiOf(arguments, results, target?.Abi ?? FunctionAbi.Internal),
        };
    }

    private AbiAssignment AbiOf(EntityList<ScalarKind> parameters, EntityList<ScalarKind> results, FunctionAbi abi)
        => environment.Assign([.. parameters.Select(SsaEnvironment.TypeOf)], [.. results.Select(SsaEnvironment.TypeOf)], abi);

    private static EntityList<ScalarKind> Kinds(string text) => [.. Words(text).Select(Enum.Parse<ScalarKind>)];

    /// <summary><c>TYPE | REASON | FACTS</c>; the type may be <c>[N]TYPE</c> for several.</summary>
    private AllocationSite SiteOf(string text)
    {
        string[] parts = text.Split(" | ");
        string[] facts = Words(parts[2]);
        long count = NumberAfter(facts, "count=") ?? 1;
        return new AllocationSite(TypeOf(parts[0]), count, parts[1], facts.Contains("implicit"))
        {
            Size = NumberAfter(facts, "size=") ?? 0,
            IsOptional = facts.Contains("optional"),
            IsZeroed = facts.Contains("zeroed"),
            IsTemporary = facts.Contains("temporary"),
            IsBox = facts.Contains("box"),
            Parameter = (int?)NumberAfter(facts, "parameter="),
            Map = parts.Length > 3 ? TypeOf(parts[3]) : null,
            Closure = Array.Find(facts, f => f.StartsWith("closure=", StringComparison.Ordinal))?["closure=".Length..],
        };
    }

    private static long? NumberAfter(string[] facts, string key)
        => Array.Find(facts, f => f.StartsWith(key, StringComparison.Ordinal)) is { } fact
            ? long.Parse(fact[key.Length..], CultureInfo.InvariantCulture) : null;

    private DataSymbol DataOf(string text)
    {
        if (text.EndsWith(TypeDescriptors.FunctionValueSuffix, StringComparison.Ordinal))
        {
            string function = text[..^TypeDescriptors.FunctionValueSuffix.Length];
            return new FuncValueSymbol(new FunctionSymbol(function, FunctionAbi.Internal));
        }
        if (text.StartsWith(TypeDescriptors.Prefix, StringComparison.Ordinal)
            && TryTypeOf(text[TypeDescriptors.Prefix.Length..]) is { } type)
        {
            return new DescriptorSymbol(type);
        }
        if (text.StartsWith(SsaPrinter.ItabPrefix, StringComparison.Ordinal) && ItabOf(text[SsaPrinter.ItabPrefix.Length..]) is { } itab)
        {
            return itab;
        }
        return text[0] == '"' && text[^1] == '"' ? new StringSymbol(Unquote(text[1..^1])) : new NamedSymbol(text);
    }

    private ItabSymbol? ItabOf(string text)
    {
        for (int comma = text.IndexOf(',', StringComparison.Ordinal); comma >= 0; comma = text.IndexOf(',', comma + 1))
        {
            if (TryTypeOf(text[..comma]) is { } concrete && TryTypeOf(text[(comma + 1)..]) is { } wanted)
            {
                return new ItabSymbol(concrete, wanted);
            }
        }
        return null;
    }

    private static byte[] Unquote(string text)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 3;
            }
            else
            {
                bytes.AddRange(Encoding.ASCII.GetBytes(text, i, 1));
            }
        }
        return [.. bytes];
    }

    private GoType TypeOf(string text) => TryTypeOf(text) ?? throw new KeyNotFoundException("nobody knows the type " + text);

    private GoType? TryTypeOf(string text)
    {
        if (typeOf?.Invoke(text) is { } known)
        {
            return known;
        }
        if (text.StartsWith('*'))
        {
            return TryTypeOf(text[1..]) is { } element ? new PointerType(element) : null;
        }
        if (text.StartsWith('['))
        {
            int close = text.IndexOf(']', StringComparison.Ordinal);
            GoType? element = TryTypeOf(text[(close + 1)..]);
            if (element is null || close == 1)
            {
                return element is null ? null : new SliceType(element);
            }
            return new ArrayType(element, long.Parse(text.AsSpan(1, close - 1), CultureInfo.InvariantCulture));
        }
        foreach (BasicKind kind in Enum.GetValues<BasicKind>())
        {
            if (kind != BasicKind.Invalid && Universe.Basic(kind) is { } basic && basic.ToString() == text)
            {
                return basic;
            }
        }
        return null;
    }
}
