using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Inlining;

/// <summary>
/// What is known about interface values of a known dynamic type and about known function values: calls become direct calls, which can be
/// inlined and whose escape tags count; comparisons of type words and assertions are decided.
/// </summary>
internal sealed class Devirtualization(SsaFunction f, Layout layout)
{
    private bool _changed;
    private Block _block = null!;

    /// <summary>Index in the block of the instruction being looked at.</summary>
    private int _position;

    /// <summary>Returns whether anything was decided.</summary>
    public static bool Run(SsaFunction function, Layout layout)
    {
        var pass = new Devirtualization(function, layout);
        foreach (BlockId id in function.Order)
        {
            // By number: a replaced call's extracts stand behind it.
            pass._block = function[id];
            for (pass._position = 0; pass._position < pass._block.Instructions.Count; pass._position++)
            {
                pass.Visit(pass._block, pass._block.Instructions[pass._position]);
            }
        }
        return pass._changed;
    }

    private void Visit(Block block, ValueId v)
    {
        switch (f[v].Op)
        {
            case Op.CallInterface when ItabBehind(f.Argument(v, 0), out long offset) is { } itab:
                CallDirectly(v, itab, (int)(offset - TypeDescriptors.ItabFunctions) / layout.Abi.PointerSize);
                break;
            case Op.CallClosure when SymbolOf<FuncValueSymbol>(f.Argument(v, 1)) is { } known:
                CallDirectly(v, known.Function, known.Declared);
                break;
            case Op.Load when f[v].AuxInt == TypeDescriptors.ItabType && SymbolOf<ItabSymbol>(f.Argument(v, 0)) is { } itab:
                BecomeAddress(v, new DescriptorSymbol(itab.Concrete));
                break;
            case Op.Eq or Op.Ne when AreSameType(f.Argument(v, 0), f.Argument(v, 1)) is { } same:
                f.BecomeConstant(v, same == (f[v].Op == Op.Eq) ? 1 : 0);
                _changed = true;
                break;
            case Op.CallStatic when f[v].Aux is CallInfo { Runtime.Name: RuntimeCalls.TypeAssert }:
                DecideAssertion(block, v);
                break;
        }
    }

    private T? SymbolOf<T>(ValueId v) where T : DataSymbol
    {
        while (f[v].Op is Op.Copy or Op.NilCheck or Op.Bitcast)
        {
            v = f.Argument(v, 0);
        }
        return f[v].Op == Op.GlobalAddress && f[v].AuxInt == 0 ? f[v].Aux as T : null;
    }

    private void BecomeAddress(ValueId v, DataSymbol symbol)
    {
        f[v].Op = Op.GlobalAddress;
        f[v].Aux = symbol;
        f[v].AuxInt = 0;
        f[v].Flags = ValueFlags.None;
        f.SetArguments(v, []);
        _changed = true;
    }

    private bool? AreSameType(ValueId x, ValueId y)
    {
        if (SymbolOf<DescriptorSymbol>(x) is { } a && SymbolOf<DescriptorSymbol>(y) is { } b)
        {
            return TypeIdentity.Identical(a.Type, b.Type);
        }
        return SymbolOf<ItabSymbol>(x) is { } c && SymbolOf<ItabSymbol>(y) is { } d
            ? TypeIdentity.Identical(c.Concrete, d.Concrete) && TypeIdentity.Identical(c.Interface, d.Interface) : null;
    }

    // Calls

    private ItabSymbol? ItabBehind(ValueId code, out long offset)
    {
        offset = f[code].AuxInt;
        return f[code].Op == Op.Load ? SymbolOf<ItabSymbol>(f.Argument(code, 0)) : null;
    }

    private void CallDirectly(ValueId call, ItabSymbol itab, int index)
    {
        Function wanted = TypeSets.Of((InterfaceType)itab.Interface.Underlying).Methods[index];
        if (EntryOf(itab.Concrete, wanted) is not { } entry)
        {
            return;
        }
        MethodCode code = WrapperFactory.InterfaceMethod(AliasType.Unalias(itab.Concrete), entry, layout);
        if (code.Declared is not { } method || code.TypeArguments.Count > 0)
        {
            // Wrappers and instances exist because the table of the type asks for them: it stays the one who does.
            CheckReceiver(call, itab.Concrete, entry);
            return;
        }
        CallDirectly(call, new FunctionSymbol(code.Symbol, FunctionAbi.Internal), method);
    }

    /// <summary>
    /// A direct call of a value method through a pointer reads what it points to here: a nil pointer faults at the call, and the wrapper's
    /// own panic, which names the method, is only for callers that do not know the type.
    /// </summary>
    private void CheckReceiver(ValueId call, GoType concrete, MethodEntry entry)
    {
        ValueId receiver = f.Argument(call, 1);
        if (AliasType.Unalias(concrete) is not PointerType || entry.Method.HasPointerReceiver || entry.Path.Count > 0
            || (f[call].Flags & ValueFlags.VaryingType) != 0 || f[receiver].Op == Op.NilCheck)
        {
            return;
        }
        ValueId check = f.NewValue(Op.NilCheck, f[receiver].Kind, f[call].Pos, [receiver]);
        _block.Instructions.Insert(_position++, check);
        f[check].Block = _block.Id;
        f[check].InlineIndex = f[call].InlineIndex;
        f.SetArgument(call, 1, check);
        _changed = true;
    }

    private void CallDirectly(ValueId call, FunctionSymbol target, Function? callee)
    {
        int dropped = OpFacts.FixedCallOperands(f[call].Op);
        f[call].Op = Op.CallStatic;
        f[call].Aux = ((CallInfo)f[call].Aux!).Calling(target, callee);
        var operands = new ValueId[f.ArgumentCount(call) - dropped];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = f.Argument(call, i + dropped);
        }
        f.SetArguments(call, operands);
        _changed = true;
    }

    private static MethodEntry? EntryOf(GoType concrete, Function wanted)
    {
        foreach (MethodEntry entry in Lookup.MethodSet(AliasType.Unalias(concrete)))
        {
            if (MethodOrder.SameName(entry.Method, wanted.Package, wanted.Name))
            {
                return entry;
            }
        }
        return null;
    }

    // Assertions

    private void DecideAssertion(Block block, ValueId call)
    {
        if (SymbolOf<TypeCacheSymbol>(f.Argument(call, 0)) is not { } cache
            || SymbolOf<DescriptorSymbol>(f.Argument(call, 1)) is not { } type
            || Lookup.MissingMethod(type.Type, (InterfaceType)cache.Interfaces[0].Underlying, isStatic: true, out _, out _) is not null)
        {
            return;
        }
        foreach (ValueId v in block.Instructions)
        {
            if (f[v].Op == Op.Extract && f.Argument(v, 0) == call)
            {
                BecomeAddress(v, new ItabSymbol(type.Type, cache.Interfaces[0]));
            }
        }
        // Without its result the call does nothing.
        f.BecomeConstant(call, 0);
        f[call].Kind = ValueKind.I64;
    }
}
