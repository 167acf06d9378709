using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Text;

namespace Go.Compiler.Assembler;

/// <summary>
/// Parses one assembly file into functions, data and globals. Errors are reported once per line; parsing goes on with the next statement.
/// </summary>
internal sealed class AsmParser
{
    private readonly IAsmDialect _dialect;
    private readonly DiagnosticSink _sink;
    private readonly AsmPreprocessor _input;
    private readonly AsmStatementReader _reader;
    private readonly AsmOperandParser _operands;
    private readonly AsmFile _file = new();
    private readonly List<string> _pendingLabels = [];
    private readonly Dictionary<string, int> _labels = [];
    private readonly Dictionary<AsmSymbol, long> _dataEnd = [];
    private AsmFunction? _function;

    private AsmParser(SourceFile source, IAsmDialect dialect, AssemblerOptions options, DiagnosticSink sink)
    {
        _dialect = dialect;
        _sink = sink;
        _input = new AsmPreprocessor(source, options);
        _reader = new AsmStatementReader(_input);
        _operands = new AsmOperandParser(dialect, options);
    }

    public static AsmFile Parse(SourceFile source, IAsmDialect dialect, AssemblerOptions options, DiagnosticSink sink)
    {
        var parser = new AsmParser(source, dialect, options, sink);
        parser.ParseFile();
        return parser._file;
    }

    private void ParseFile()
    {
        Pos reported = default;
        while (true)
        {
            try
            {
                AsmWords? words = _reader.Next();
                if (words is null)
                {
                    break;
                }
                Statement(words);
            }
            catch (AsmErrorException e)
            {
                // A broken directive is best found where the reader is; a broken statement where it began.
                Pos pos = e.AtInput ? _input.Position.Pos : _reader.Position.Pos;
                if (pos != reported || e.Fatal)
                {
                    _sink.Report(e.Descriptor, pos, e.Message);
                }
                reported = pos;
                if (e.Fatal)
                {
                    return;
                }
            }
        }
        EndFunction();
    }

    private void Statement(AsmWords words)
    {
        _pendingLabels.AddRange(words.Labels);
        switch (words.Word)
        {
            case "": break;
            case "TEXT": Text(words); break;
            case "DATA": Data(words); break;
            case "GLOBL": Global(words); break;
            case "PCDATA": Append(AsmStatementKind.PcData, words, [Immediate(words, 0, 2), Immediate(words, 1, 2)]); break;
            case "PCALIGN": Append(AsmStatementKind.PcAlign, words, [Immediate(words, 0, 1)]); break;
            case "FUNCDATA": Append(AsmStatementKind.FuncData, words, [Immediate(words, 0, 2), PseudoSymbol(words, 1, true)]); break;
            case "END": break;
            default: Instruction(words); break;
        }
    }

    private void Instruction(AsmWords words)
    {
        if (!_dialect.IsInstruction(words.Word))
        {
            throw new AsmErrorException(Catalogue.AssemblyUnknownInstruction, $"unrecognized instruction \"{words.Word}\"");
        }
        if (words.Suffix.Length > 0 && _dialect.SuffixError(words.Suffix) is { } wrong)
        {
            throw new AsmErrorException(Catalogue.AssemblyOperand, wrong);
        }
        bool isJump = _dialect.IsJump(words.Word);
        var operands = new AsmOperand[words.Operands.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = _operands.Parse(words.Operands[i], isJump);
        }
        Append(AsmStatementKind.Instruction, words, operands);
    }

    private void Append(AsmStatementKind kind, AsmWords words, AsmOperand[] operands)
    {
        if (_function is null)
        {
            // As in the original, statements before the first TEXT belong to no function and vanish.
            _pendingLabels.Clear();
            return;
        }
        foreach (string label in _pendingLabels)
        {
            if (!_labels.TryAdd(label, _function.Statements.Count))
            {
                throw new AsmErrorException(Catalogue.AssemblyBranch, $"label \"{label}\" multiply defined");
            }
        }
        _pendingLabels.Clear();
        _function.Statements.Add(new AsmStatement(kind, words.Word, words.Suffix, operands, words.Position));
    }

    private void Text(AsmWords words)
    {
        EndFunction();
        List<AsmToken[]> operands = words.Operands;
        if (operands.Count is not (2 or 3))
        {
            throw Error("expect two or three operands for TEXT");
        }
        AsmSymbol symbol = PseudoSymbol(words, 0, false).Symbol!;
        AsmFlags flags = operands.Count == 3 ? (AsmFlags)Constant("TEXT", operands[1]) : AsmFlags.None;
        if (symbol.Abi == SymbolAbi.Internal && (flags & AsmFlags.Nosplit) == 0)
        {
            _sink.Report(Catalogue.AssemblySyntax, words.Position.Pos, $"TEXT \"{symbol.Name}\": ABIInternal requires NOSPLIT");
        }
        (long frame, int arguments) = FrameSize(symbol.Name, operands[^1]);
        _function = new AsmFunction(symbol, flags, frame, arguments, words.Position);
        _file.Functions.Add(_function);
    }

    /// <summary><c>$frame</c> or <c>$frame-args</c>: two integers, not a subtraction.</summary>
    private static (long Frame, int Arguments) FrameSize(string name, AsmToken[] tokens)
    {
        int at = 1;
        bool negative = tokens.Length > 1 && tokens[1].Is('-');
        at += negative ? 1 : 0;
        if (tokens.Length <= at || !tokens[0].Is('$') || tokens[at].Kind != AsmTokenKind.Integer)
        {
            throw Error($"TEXT {name}: frame size must be an immediate constant");
        }
        long frame = (long)AsmLiterals.Integer(tokens[at].Text);
        int left = tokens.Length - at - 1;
        if (left == 0)
        {
            return (negative ? -frame : frame, AsmFunction.UnknownArguments);
        }
        if (left != 2 || !tokens[at + 1].Is('-') || tokens[at + 2].Kind != AsmTokenKind.Integer)
        {
            throw Error($"TEXT {name}: argument size must be of form -integer");
        }
        return (negative ? -frame : frame, (int)AsmLiterals.Integer(tokens[at + 2].Text));
    }

    private void Data(AsmWords words)
    {
        if (words.Operands.Count != 2)
        {
            throw Error("expect two operands for DATA");
        }
        AsmToken[] target = words.Operands[0];
        if (target.Length < 3 || !target[^2].Is('/') || target[^1].Kind != AsmTokenKind.Integer)
        {
            throw Error("expect /size for DATA argument");
        }
        int width = (int)AsmLiterals.Integer(target[^1].Text);
        AsmOperand place = Symbol("DATA", target[..^2], true);
        AsmOperand value = _operands.Parse(words.Operands[1]);
        CheckDatum(value, width);
        if (_dataEnd.TryGetValue(place.Symbol!, out long end) && place.Offset < end)
        {
            throw Error("overlapping DATA entry for " + place.Symbol!.Name);
        }
        _dataEnd[place.Symbol!] = place.Offset + width;
        _file.Data.Add(new AsmDatum(place.Symbol!, place.Offset, width, value, words.Position));
    }

    private static void CheckDatum(AsmOperand value, int width)
    {
        bool fits = value.Kind switch
        {
            AsmOperandKind.Constant => width is 1 or 2 or 4 or 8,
            AsmOperandKind.Float => width is 4 or 8,
            AsmOperandKind.String => value.Bytes.Length <= width,
            AsmOperandKind.Address => width == 8 && value.IsSymbolReference,
            _ => throw Error("DATA value must be an immediate constant or address"),
        };
        if (!fits)
        {
            throw Error("bad size for DATA argument: " + width);
        }
    }

    private void Global(AsmWords words)
    {
        if (words.Operands.Count is not (2 or 3))
        {
            throw Error("expect two or three operands for GLOBL");
        }
        AsmSymbol symbol = PseudoSymbol(words, 0, false).Symbol!;
        AsmFlags flags = words.Operands.Count == 3 ? (AsmFlags)Constant("GLOBL", words.Operands[1]) : AsmFlags.None;
        _file.Globals.Add(new AsmGlobal(symbol, flags, Constant("GLOBL", words.Operands[^1]), words.Position));
    }

    private AsmOperand Immediate(AsmWords words, int index, int count)
    {
        if (words.Operands.Count != count)
        {
            throw Error($"expect {(count == 1 ? "one operand" : "two operands")} for {words.Word}");
        }
        AsmOperand operand = _operands.Parse(words.Operands[index]);
        return operand.Kind == AsmOperandKind.Constant ? operand : throw Error(words.Word + ": expected immediate constant");
    }

    private long Constant(string pseudo, AsmToken[] tokens)
    {
        AsmOperand operand = _operands.Parse(tokens);
        // TEXT and GLOBL flags are written without a dollar sign.
        bool plain = operand is { Kind: AsmOperandKind.Memory, Base: AsmBase.None, Register: 0, Index: 0 };
        return plain || operand.Kind == AsmOperandKind.Constant ? operand.Offset : throw Error(pseudo + ": expected integer constant");
    }

    private AsmOperand PseudoSymbol(AsmWords words, int index, bool offsetAllowed)
        => Symbol(words.Word, words.Operands[index], offsetAllowed);

    private AsmOperand Symbol(string pseudo, AsmToken[] tokens, bool offsetAllowed)
    {
        AsmOperand operand = _operands.Parse(tokens);
        if (!operand.IsSymbolReference || operand.Index != 0 || operand.Register != 0)
        {
            throw Error($"{pseudo} symbol must be a symbol(SB)");
        }
        return offsetAllowed || operand.Offset == 0 ? operand
            : throw Error($"{pseudo} symbol \"{operand.Symbol!.Name}\" must not be offset from SB");
    }

    /// <summary>Resolves the function's labels and relative branches.</summary>
    private void EndFunction()
    {
        if (_function is not null)
        {
            for (int i = 0; i < _function.Statements.Count; i++)
            {
                Resolve(_function.Statements[i], i);
            }
        }
        _labels.Clear();
        _pendingLabels.Clear();
        _function = null;
    }

    private void Resolve(AsmStatement statement, int index)
    {
        foreach (AsmOperand operand in statement.Operands)
        {
            if (operand.Kind == AsmOperandKind.RelativeBranch)
            {
                long target = index + operand.Offset;
                if (target < -1 || target >= _function!.Statements.Count)
                {
                    _sink.Report(Catalogue.AssemblyBranch, statement.Position.Pos, "branch out of range");
                    continue;
                }
                statement.Target = (int)target;
            }
            else if (operand.Kind == AsmOperandKind.Label)
            {
                if (!_labels.TryGetValue(operand.Text, out int target))
                {
                    _sink.Report(Catalogue.AssemblyBranch, statement.Position.Pos, "undefined label " + operand.Text);
                    continue;
                }
                statement.Target = target;
            }
        }
    }

    private static AsmErrorException Error(string message) => new(Catalogue.AssemblySyntax, message);
}
