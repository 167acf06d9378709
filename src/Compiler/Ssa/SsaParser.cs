using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// Reads the form of <see cref="SsaPrinter"/>: what is printed again is the same text. The text has what passes work on, not what belongs
/// to the rest of a program:
/// positions, inlined calls, markers for the linker and the homes of results of functions with defer are not in it; data that is more than
/// a name (contents of literals,
/// descriptors of types that nobody resolves) becomes a <see cref="NamedSymbol"/> of its text.
/// </summary>
/// <param name="environment">Layout and runtime calls.</param>
/// <param name="typeOf">Types by their text; basic types and pointers, slices and arrays of known ones need not be among them.</param>
internal sealed partial class SsaParser(SsaEnvironment environment, Func<string, GoType?>? typeOf = null)
{
    private SsaFunction _f = null!;
    private Block? _block;

    /// <summary>Values that are not named in the text come after the named ones.</summary>
    private int _named;

    public SsaFunction Parse(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Header(lines[0]);
        _block = null;
        _named = 0;
        int blocks = 0;
        foreach (string line in lines)
        {
            if (ValueName().Match(line) is { Success: true } value)
            {
                _named = Math.Max(_named, Number(value.Groups[1].Value));
            }
            else if (BlockName().Match(line) is { Success: true } block)
            {
                blocks = Math.Max(blocks, Number(block.Groups[1].Value));
            }
        }
        for (int i = 1; i <= blocks; i++)
        {
            _f.Blocks.Add(new Block(new BlockId(i)));
        }
        for (int i = 1; i <= _named; i++)
        {
            _f.NewValue(Op.None, ValueKind.None, default);
        }
        for (int i = 1; i < lines.Length; i++)
        {
            try
            {
                Line(lines[i]);
            }
            catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException or KeyNotFoundException)
            {
                throw new FormatException($"line {i + 1}: {lines[i]}: {e.Message}", e);
            }
        }
        return _f;
    }

    private void Header(string line)
    {
        Match m = FunctionLine().Match(line);
        if (!m.Success)
        {
            throw new FormatException("a function begins with func NAME(KINDS) KINDS");
        }
        FunctionSymbol symbol = SymbolOf(m.Groups[1].Value);
        EntityList<ScalarKind> parameters = Kinds(m.Groups[2].Value);
        AbiAssignment abi = AbiOf(parameters, Kinds(m.Groups[3].Value), symbol.Abi);
        _f = new SsaFunction { Symbol = symbol, Package = environment.Package, Abi = abi, IsWrapper = m.Groups[4].Success };
        for (int i = 0; i < parameters.Count; i++)
        {
            if (abi.Parameters[i].InRegisters)
            {
                _f.ParameterScalars.Add((i, abi.Parameters[i].Scalars[0]));
            }
        }
    }

    private void Line(string line)
    {
        if (SlotLine().Match(line) is { Success: true } slot)
        {
            Slot(slot);
        }
        else if (BlockName().Match(line) is { Success: true } block)
        {
            _block = _f.Blocks[Number(block.Groups[1].Value)];
            _f.Order.Add(_block.Id);
            foreach (string p in Words(block.Groups[2].Value))
            {
                _block.Predecessors.Add(BlockOf(p));
            }
        }
        else if (InstructionLine().Match(line) is { Success: true } instruction)
        {
            Instruction(instruction, line);
        }
        else
        {
            Ending(line.Trim());
        }
    }

    private void Slot(Match m)
    {
        long size = long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture);
        StackSlot slot = _f.NewSlot(m.Groups[1].Value, TypeOf(m.Groups[4].Value), size, Number(m.Groups[3].Value));
        string facts = m.Groups[5].Value;
        slot.IsAlwaysLive = facts.Contains(" always-live", StringComparison.Ordinal);
        slot.IsAddressTaken = facts.Contains(" address-taken", StringComparison.Ordinal);
        slot.LeaksContents = facts.Contains(" leaks", StringComparison.Ordinal);
        if (SlotPlace().Match(facts) is { Success: true } place)
        {
            int index = Number(place.Groups[2].Value);
            switch (place.Groups[1].Value)
            {
                case "parameter": slot.AbiIndex = index; break;
                case "result": slot.AbiIndex = ~index; break;
                default: slot.SpillPlaceOf = index; break;
            }
        }
    }

    private void Instruction(Match m, string line)
    {
        Op op = Enum.Parse<Op>(m.Groups[2].Value);
        ValueKind kind = m.Groups[3].Success ? Enum.Parse<ValueKind>(m.Groups[3].Value)
            : m.Groups[1].Success ? ValueKind.Tuple : ValueKind.None;
        string rest = line[m.Length..];
        string? aux = null;
        if (rest.StartsWith(" {", StringComparison.Ordinal))
        {
            int end = EndOfAux(rest);
            (aux, rest) = (rest[2..end], rest[(end + 1)..]);
        }
        int hash = rest.IndexOf(" #", StringComparison.Ordinal);
        ValueFlags flags = hash < 0 ? ValueFlags.None : Enum.Parse<ValueFlags>(rest[(hash + 2)..]);
        ValueId[] arguments = [.. Words(hash < 0 ? rest : rest[..hash]).Select(ValueOf)];
        ValueId id = m.Groups[1].Success ? ValueOf(m.Groups[1].Value) : _f.NewValue(op, kind, default);
        ref Value v = ref _f[id];
        (v.Op, v.Kind, v.Flags, v.Block) = (op, kind, flags, _block!.Id);
        v.AuxInt = m.Groups[4].Success ? long.Parse(m.Groups[4].Value, CultureInfo.InvariantCulture) : 0;
        v.Aux = aux is null ? null : AuxOf(op, aux);
        _f.SetArguments(id, arguments);
        _block.Instructions.Add(id);
    }

    /// <summary>Braces in types and texts do not end it.</summary>
    private static int EndOfAux(string rest)
    {
        int depth = 0;
        bool isText = false;
        for (int i = 1; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case '"': isText = !isText; break;
                case '{' when !isText: depth++; break;
                case '}' when !isText && --depth == 0: return i;
            }
        }
        throw new ArgumentException("a brace is not closed");
    }

    private void Ending(string line)
    {
        string[] words = Words(line);
        Block block = _block ?? throw new ArgumentException("there is no block yet");
        block.Kind = words[0] switch
        {
            "jump" => BlockKind.Jump,
            "if" => BlockKind.If,
            "table" => BlockKind.JumpTable,
            "return" => BlockKind.Return,
            "exit" => BlockKind.Exit,
            "deferreturn" => BlockKind.DeferReturn,
            "tailcall" => BlockKind.TailCall,
            "unfinished" => BlockKind.None,
            _ => throw new ArgumentException("no instruction and no ending"),
        };
        int at = 1;
        if (block.Kind is BlockKind.If or BlockKind.JumpTable)
        {
            block.Control = ValueOf(words[at++]);
        }
        else if (block.Kind == BlockKind.TailCall && line.IndexOf('{', StringComparison.Ordinal) is > 0 and var start)
        {
            int end = line.LastIndexOf('}');
            block.Call = CallOf(line[(start + 1)..end]);
            (words, at) = (Words(line[(end + 1)..]), 0);
            if (block.Call.Target is null)
            {
                block.Control = ValueOf(words[at++]);
            }
        }
        for (; at < words.Length; at++)
        {
            if (words[at] is "likely" or "unlikely")
            {
                block.Likely = (sbyte)(words[at] == "likely" ? 1 : -1);
            }
            else if (words[at][0] == 'b')
            {
                block.Successors.Add(BlockOf(words[at]));
            }
            else
            {
                block.Arguments.Add(ValueOf(words[at]));
            }
        }
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static ValueId ValueOf(string name)
        => name[0] == 'v' ? new ValueId(Number(name[1..])) : throw new ArgumentException(name + " is not a value");

    private static BlockId BlockOf(string name)
        => name[0] == 'b' ? new BlockId(Number(name[1..])) : throw new ArgumentException(name + " is not a block");

    [GeneratedRegex(@"^func (.+)\(([\w ]*)\)([\w ]*)( #wrapper)?$")]
    private static partial Regex FunctionLine();

    [GeneratedRegex(@"^  slot s\d+ (.*) (\d+)/(\d+) \{(.*)\}(.*)$")]
    private static partial Regex SlotLine();

    [GeneratedRegex(@" (parameter|result|in spill place of parameter) (\d+)")]
    private static partial Regex SlotPlace();

    [GeneratedRegex(@"^b(\d+):(?: <-(.*))?$")]
    private static partial Regex BlockName();

    [GeneratedRegex(@"^  v(\d+) = ")]
    private static partial Regex ValueName();

    [GeneratedRegex(@"^  (?:(v\d+) = )?([A-Z]\w*)(?:\.(\w+))?(?: \[(-?\d+)\])?")]
    private static partial Regex InstructionLine();
}
