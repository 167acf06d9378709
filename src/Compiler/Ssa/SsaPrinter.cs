using System.Globalization;
using System.Text;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>SSA as text: one instruction a line, blocks in layout order. <see cref="SsaParser"/> reads it.</summary>
public static class SsaPrinter
{
    internal const string Abi0Mark = "<ABI0>", IndirectCall = "call", NoReturnMark = "noreturn", ItabPrefix = "itab:",
        WrapperMark = " #wrapper";
    internal const char MemoryArgument = 'm', MemoryResult = 'r';

    public static string Print(SsaFunction function)
    {
        var text = new StringBuilder(1024);
        text.Append("func ").Append(AuxText(function.Symbol)).Append('(');
        for (int i = 0; i < function.ParameterScalars.Count; i++)
        {
            text.Append(i == 0 ? "" : " ").Append(function.ParameterScalars[i].Scalar.Kind);
        }
        text.Append(')');
        foreach (AbiParameter result in function.Abi.Results)
        {
            foreach (AbiScalar scalar in result.Scalars)
            {
                text.Append(' ').Append(scalar.Kind);
            }
        }
        text.Append(function.IsWrapper ? WrapperMark : "").Append('\n');
        foreach (StackSlot slot in function.Slots)
        {
            text.Append(CultureInfo.InvariantCulture, $"  slot s{slot.Index} {slot.Name} {slot.Size}/{slot.Alignment} {{{slot.Type}}}");
            text.Append(slot.IsAlwaysLive ? " always-live" : "").Append(slot.IsAddressTaken ? " address-taken" : "")
                .Append(slot.LeaksContents ? " leaks" : "");
            if (slot.AbiIndex is { } abi)
            {
                text.Append(CultureInfo.InvariantCulture, $" {(abi >= 0 ? "parameter" : "result")} {(abi >= 0 ? abi : ~abi)}");
            }
            if (slot.SpillPlaceOf is { } parameter)
            {
                text.Append(CultureInfo.InvariantCulture, $" in spill place of parameter {parameter}");
            }
            text.Append('\n');
        }
        foreach (BlockId id in function.Order)
        {
            PrintBlock(function, function[id], text);
        }
        return text.ToString();
    }

    private static void PrintBlock(SsaFunction function, Block block, StringBuilder text)
    {
        text.Append(block.Id).Append(':');
        if (block.Predecessors.Count > 0)
        {
            text.Append(" <-");
            foreach (BlockId p in block.Predecessors)
            {
                text.Append(' ').Append(p);
            }
        }
        text.Append('\n');
        foreach (ValueId id in block.Instructions)
        {
            text.Append("  ");
            PrintValue(function, id, text);
            text.Append('\n');
        }
        text.Append("  ");
        PrintEnding(block, text);
        text.Append('\n');
    }

    private static void PrintEnding(Block block, StringBuilder text)
    {
        switch (block.Kind)
        {
            case BlockKind.Jump:
                text.Append("jump ").Append(block.Successors[0]);
                break;
            case BlockKind.If:
                text.Append("if ").Append(block.Control).Append(' ').Append(block.Successors[0]).Append(' ').Append(block.Successors[1]);
                text.Append(block.Likely > 0 ? " likely" : block.Likely < 0 ? " unlikely" : "");
                break;
            case BlockKind.JumpTable:
                text.Append("table ").Append(block.Control);
                foreach (BlockId s in block.Successors)
                {
                    text.Append(' ').Append(s);
                }
                break;
            default:
                text.Append(block.Kind switch { BlockKind.Return => "return", BlockKind.Exit => "exit",
                    BlockKind.DeferReturn => "deferreturn", BlockKind.TailCall => "tailcall", _ => "unfinished" });
                if (block.Call is { } call)
                {
                    text.Append(" {").Append(AuxText(call)).Append('}');
                }
                if (!block.Control.IsNone)
                {
                    text.Append(' ').Append(block.Control);
                }
                foreach (ValueId a in block.Arguments)
                {
                    text.Append(' ').Append(a);
                }
                break;
        }
    }

    /// <summary>One instruction: <c>v3 = add.I64 v1 v2</c>.</summary>
    public static void PrintValue(SsaFunction function, ValueId id, StringBuilder text)
    {
        ref Value v = ref function[id];
        if (v.Kind != ValueKind.None)
        {
            text.Append(id).Append(" = ");
        }
        text.Append(v.Op);
        if (v.Kind is not (ValueKind.None or ValueKind.Tuple))
        {
            text.Append('.').Append(v.Kind);
        }
        if (v.AuxInt != 0 || v.Op is Op.Const or Op.Param or Op.Extract or Op.BoundsCheck)
        {
            text.Append(CultureInfo.InvariantCulture, $" [{v.AuxInt}]");
        }
        if (v.Aux is { } aux)
        {
            text.Append(" {").Append(AuxText(aux)).Append('}');
        }
        int count = function.ArgumentCount(id);
        for (int i = 0; i < count; i++)
        {
            text.Append(' ').Append(function.Argument(id, i));
        }
        if (v.Flags != ValueFlags.None)
        {
            text.Append(" #").Append(v.Flags);
        }
    }

    private static string AuxText(object aux) => aux switch
    {
        FunctionSymbol f => f.Name + (f.Abi == FunctionAbi.Abi0 ? Abi0Mark : ""),
        CallInfo { Runtime: { } helper } => helper.Symbol,
        CallInfo c => CallText(c),
        StackSlot s => $"s{s.Index} {s.Name}",
        AllocationSite a => SiteText(a),
        NamedSymbol n => n.Name,
        DescriptorSymbol d => TypeDescriptors.Prefix + d.Type,
        ItabSymbol i => $"{ItabPrefix}{i.Concrete},{i.Interface}",
        StringSymbol s => Quote(s.Bytes),
        StringHeaderSymbol s => "header " + Quote(s.Bytes),
        FuncValueSymbol f => f.Function.Name + TypeDescriptors.FunctionValueSuffix,
        TypeCacheSymbol t => t.IsSwitch ? "switch-cache" : "assert-cache",
        EdgeCountersSymbol => "edge-counters",
        ConstantDataSymbol d => "data " + d.Type,
        StaticDataSymbol d => "data " + d.Value.Type,
        _ => aux.ToString() ?? "",
    };

    private static string CallText(CallInfo call)
    {
        var text = new StringBuilder(call.Target is { } target ? AuxText(target) : IndirectCall);
        text.Append('(').AppendJoin(' ', call.ArgumentKinds).Append(')');
        foreach (ScalarKind kind in call.ResultKinds)
        {
            text.Append(' ').Append(kind);
        }
        foreach (MemoryOperand m in call.MemoryOperands)
        {
            text.Append(CultureInfo.InvariantCulture, $" {(m.IsResult ? MemoryResult : MemoryArgument)}{m.ArgumentIndex}:{m.AbiIndex}");
        }
        return text.Append(call.NoReturn ? " " + NoReturnMark : "").ToString();
    }

    private static string SiteText(AllocationSite site)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{site.Type} | {site.Reason} | size={site.Size}");
        text.Append(CultureInfo.InvariantCulture,
            $"{(site.Count == 1 ? "" : $" count={site.Count}")}{(site.Parameter is { } parameter ? $" parameter={parameter}" : "")}");
        text.Append(site.IsImplicit ? " implicit" : "").Append(site.IsOptional ? " optional" : "").Append(site.IsZeroed ? " zeroed" : "");
        text.Append(site.IsTemporary ? " temporary" : "").Append(site.IsBox ? " box" : "")
            .Append(site.Closure is { } closure ? " closure=" + closure : "");
        return text.Append(site.Map is { } map ? " | " + map : "").ToString();
    }

    private static string Quote(byte[] bytes)
    {
        var text = new StringBuilder("\"");
        foreach (byte b in bytes.AsSpan(0, Math.Min(bytes.Length, 40)))
        {
            if (b is >= 0x20 and < 0x7f and not ((byte)'"' or (byte)'\\'))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append("\\x").Append(b.ToString("x2"));
            }
        }
        return text.Append(bytes.Length > 40 ? "\"..." : "\"").ToString();
    }
}
