using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Looks an assertion to an interface up in its site's cache, where types that were asserted before stand with their itabs, and calls the
/// runtime only for others (contract 4.5). A cache is {mask uint64; entries [mask+1]{type, itab}}, a type's place is where its hash says
/// or, when that is taken, in the next ones; an entry without a type ends the search.
/// </summary>
internal sealed class AssertionCaches
{
    /// <summary>Immediate of a shift: its count is known to be below the width.</summary>
    private const int BoundedShift = 1;

    private readonly SsaFunction _f;
    private readonly EntityList<BlockId> _order;
    private ValueId _call;

    private AssertionCaches(SsaFunction f)
    {
        _f = f;
        _order = new EntityList<BlockId>(f.Order.Count + 8);
    }

    public static void Run(SsaFunction f)
    {
        var pass = new AssertionCaches(f);
        var parts = new List<Block>();
        foreach (BlockId id in f.Order)
        {
            // From the end, so that what follows a call is moved once.
            Block block = f[id];
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                if (IsAssertion(f, block.Instructions[i]))
                {
                    pass.Expand(block, i, parts);
                }
            }
            pass._order.Add(id);
            for (int i = parts.Count - 1; i >= 0; i--)
            {
                pass._order.Add(parts[i].Id);
            }
            parts.Clear();
        }
        f.Order.Clear();
        f.Order.AddRange(pass._order);
    }

    private static bool IsAssertion(SsaFunction f, ValueId v)
        => f[v].Op == Op.CallStatic && f[v].Aux is CallInfo { Runtime.Name: RuntimeCalls.TypeAssert };

    /// <summary>Adds the new blocks to <paramref name="parts"/>, the last in the order first.</summary>
    private void Expand(Block block, int at, List<Block> parts)
    {
        _call = block.Instructions[at];
        Block rest = _f.SplitBlock(block, at + 1, placed: false);
        block.Instructions.RemoveAt(at);
        Block search = NewBlock(), next = NewBlock(), hit = NewBlock(), miss = NewBlock();
        parts.AddRange([rest, miss, hit, next, search]);

        ValueId type = _f.Argument(_call, 1);
        ValueId cache = Add(block, Op.AtomicLoad, ValueKind.Pointer, [_f.Argument(_call, 0)]);
        ValueId mask = Add(block, Op.Load, ValueKind.I64, [cache]);
        ValueId hash = Add(block, Op.ZeroExtend, ValueKind.I64, [Add(block, Op.Load, ValueKind.I32, [type], TypeDescriptors.Hash)]);
        Jump(block, search);

        ValueId place = Add(search, Op.Phi, ValueKind.I64, []);
        ValueId index = Add(search, Op.And, ValueKind.I64, [place, mask]);
        ValueId offset = Add(search, Op.Shl, ValueKind.I64, [index, Constant(search, AssertionCacheLayout.EntrySizeShift)], BoundedShift);
        ValueId entry = Add(search, Op.AddPointer, ValueKind.Pointer, [cache, offset]);
        ValueId found = Add(search, Op.Load, ValueKind.I64, [entry], AssertionCacheLayout.FirstEntry);
        Branch(search, Add(search, Op.Eq, ValueKind.I8, [found, type]), hit, next, likely: 1);

        ValueId following = Add(next, Op.Add, ValueKind.I64, [place, Constant(next, 1)]);
        _f.SetArguments(place, [hash, following]);
        Branch(next, Add(next, Op.Eq, ValueKind.I8, [found, Constant(next, 0)]), miss, search, likely: 0);

        ValueId itab = Add(hit, Op.Load, ValueKind.Pointer, [entry], AssertionCacheLayout.FirstEntry + AssertionCacheLayout.Itab);
        Jump(hit, rest);

        miss.Instructions.Add(_call);
        _f[_call].Block = miss.Id;
        ValueId made = Add(miss, Op.Extract, ValueKind.Pointer, [_call]);
        Jump(miss, rest);
        Join(rest, itab, made);
    }

    /// <summary>What was the call's result is now either.</summary>
    private void Join(Block rest, ValueId itab, ValueId made)
    {
        for (int i = 0; i < rest.Instructions.Count; i++)
        {
            ValueId v = rest.Instructions[i];
            if (_f[v].Op == Op.Extract && _f.Argument(v, 0) == _call)
            {
                rest.Instructions.RemoveAt(i);
                rest.Instructions.Insert(0, v);
                _f[v].Op = Op.Phi;
                _f.SetArguments(v, [itab, made]);
                return; // equal extracts are one
            }
        }
    }

    private Block NewBlock()
    {
        var block = new Block(new BlockId(_f.Blocks.Count)) { Pos = _f[_call].Pos, InlineIndex = _f[_call].InlineIndex };
        _f.Blocks.Add(block);
        return block;
    }

    private void Jump(Block from, Block to)
    {
        from.Kind = BlockKind.Jump;
        (from.Pos, from.InlineIndex) = (_f[_call].Pos, _f[_call].InlineIndex);
        SsaFunction.AddEdge(from, to);
    }

    private static void Branch(Block from, ValueId condition, Block yes, Block no, sbyte likely)
    {
        from.Kind = BlockKind.If;
        from.Control = condition;
        from.Likely = likely;
        SsaFunction.AddEdge(from, yes);
        SsaFunction.AddEdge(from, no);
    }

    private ValueId Constant(Block block, long value) => Add(block, Op.Const, ValueKind.I64, [], value);

    private ValueId Add(Block block, Op op, ValueKind kind, ReadOnlySpan<ValueId> arguments, long immediate = 0)
    {
        ValueId v = _f.Append(block, op, kind, _f[_call].Pos, arguments, immediate);
        _f[v].InlineIndex = _f[_call].InlineIndex;
        return v;
    }
}
