using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Assembler;

/// <summary>Parses one operand (contract 9.3). General shape: <c>$sym±offset(SB)(reg)(index*scale)</c>, every piece optional.</summary>
internal sealed partial class AsmOperandParser(IAsmDialect dialect, AssemblerOptions options) : IAsmOperandReader
{
    private AsmToken[] _tokens = [];
    private int _next;
    private bool _isJump;

    /// <summary>Parses all of <paramref name="tokens"/>; <paramref name="isJump"/> makes a bare symbol a label.</summary>
    public AsmOperand Parse(AsmToken[] tokens, bool isJump = false)
    {
        _tokens = tokens;
        _next = 0;
        _isJump = isJump;
        AsmOperand operand = Operand();
        if (_next < _tokens.Length)
        {
            throw Error($"expected end of operand, found {Peek}");
        }
        return operand;
    }

    private AsmToken Peek => _next < _tokens.Length ? _tokens[_next] : new AsmToken(AsmTokenKind.EndOfFile, "");

    private AsmToken Take()
    {
        AsmToken token = Peek;
        _next++;
        return token;
    }

    private void Expect(char c)
    {
        AsmToken token = Take();
        if (!token.Is(c))
        {
            throw Error($"expected '{c}', found {token}");
        }
    }

    private AsmOperand Operand()
    {
        var operand = new AsmOperand();
        char prefix = Peek.Is('$') || Peek.Is('*') ? Take().Text[0] : '\0';
        AsmToken first = Peek;
        if (first.Is('['))
        {
            return RegisterList(operand, prefix);
        }
        if (first.Kind == AsmTokenKind.Identifier)
        {
            if (IsRegister(first.Text))
            {
                return BareRegister(operand, prefix);
            }
            _next++;
            if (prefix == '\0' && !_isJump && _next == _tokens.Length && dialect.IsSpecial(first.Text))
            {
                operand.Kind = AsmOperandKind.Special;
                operand.Text = first.Text;
                return operand;
            }
            SymbolReference(operand, first.Text, prefix);
            if (Peek.Kind == AsmTokenKind.EndOfFile)
            {
                return operand;
            }
        }
        else if (StartsConstant())
        {
            if (Constant(operand, prefix))
            {
                return operand;
            }
        }
        Indirect(operand, prefix);
        return operand;
    }

    private static bool IsPseudo(string name) => name is "SB" or "FP" or "PC" or "SP";

    private bool IsRegister(string name) => dialect.TryRegister(name, out _) || IsPseudo(name);

    private AsmOperand BareRegister(AsmOperand operand, char prefix)
    {
        string name = Take().Text;
        if (!dialect.TryRegister(name, out int register))
        {
            throw Error("illegal use of pseudo-register " + name);
        }
        if (prefix == '$')
        {
            throw Error($"prefix $ not allowed for register: ${name}");
        }
        operand.Kind = AsmOperandKind.Register;
        operand.Register = register;
        dialect.ReadModifier(this, operand, false);
        return operand;
    }

    private AsmOperand RegisterList(AsmOperand operand, char prefix)
    {
        Expect('[');
        string low = Take().Text;
        if (prefix == '\0' && !Peek.Is('-') && dialect.TryRegister(low, out int single))
        {
            operand.Kind = AsmOperandKind.RegisterList;
            operand.Register = operand.Index = single;
            operand.Elements = Elements(single, ']');
            return operand;
        }
        bool range = Peek.Is('-');
        if (range)
        {
            _next++;
        }
        string high = range ? Take().Text : low;
        if (prefix != '\0' || !dialect.TryRegister(low, out int first) || !dialect.TryRegister(high, out int last))
        {
            throw Error($"illegal use of register list [{low}-{high}]");
        }
        Expect(']');
        operand.Kind = AsmOperandKind.RegisterList;
        operand.Register = first;
        operand.Index = last;
        return operand;
    }

    /// <summary>Registers with what follows each, to the closing bracket; the first one's name was read.</summary>
    private AsmOperand[] Elements(int first, char close)
    {
        var all = new List<AsmOperand>();
        for (int register = first; ;)
        {
            var element = new AsmOperand { Kind = AsmOperandKind.Register, Register = register };
            dialect.ReadModifier(this, element, false);
            all.Add(element);
            if (!Accept(","))
            {
                break;
            }
            string name = Take().Text;
            if (!dialect.TryRegister(name, out register))
            {
                throw Error($"expected register; found {name}");
            }
        }
        Expect(close);
        return [.. all];
    }

    bool IAsmOperandReader.Accept(string op) => Accept(op);

    string IAsmOperandReader.Word() => Take().Text;

    long IAsmOperandReader.Integer() => (long)Expression();

    long IAsmOperandReader.Number() => (long)Factor();

    Exception IAsmOperandReader.Error(string message) => Error(message);

    private bool StartsConstant()
    {
        AsmToken token = Peek;
        if (token.Is('('))
        {
            AsmToken inner = _next + 1 < _tokens.Length ? _tokens[_next + 1] : default;
            return inner.Kind != AsmTokenKind.Identifier || !IsRegister(inner.Text);
        }
        return token.Kind is AsmTokenKind.Integer or AsmTokenKind.Float or AsmTokenKind.Character or AsmTokenKind.String
            || token.Is('+') || token.Is('-') || token.Is('~');
    }

    /// <summary>Reads a constant or displacement; true when the operand ends here.</summary>
    private bool Constant(AsmOperand operand, char prefix)
    {
        if (Remaining(AsmTokenKind.Float))
        {
            RequireImmediate(prefix, "floating-point");
            operand.Kind = AsmOperandKind.Float;
            operand.Float = FloatExpression();
            return true;
        }
        if (Remaining(AsmTokenKind.String))
        {
            RequireImmediate(prefix, "string");
            operand.Kind = AsmOperandKind.String;
            operand.Bytes = AsmLiterals.UnquoteBytes(Take().Text);
            return true;
        }
        operand.Offset = (long)Expression();
        if (Peek.Is('('))
        {
            return false;
        }
        operand.Kind = prefix switch { '$' => AsmOperandKind.Constant, '*' => AsmOperandKind.Indirect, _ => AsmOperandKind.Memory };
        return true;
    }

    private static void RequireImmediate(char prefix, string what)
    {
        if (prefix != '$')
        {
            throw Error(what + " constant must be an immediate");
        }
    }

    private bool Remaining(AsmTokenKind kind)
    {
        for (int i = _next; i < _tokens.Length; i++)
        {
            if (_tokens[i].Kind == kind)
            {
                return true;
            }
        }
        return false;
    }

    private void SymbolReference(AsmOperand operand, string name, char prefix)
    {
        AsmSymbol symbol = Attributes(Qualify(name));
        if (Peek.Is('+') || Peek.Is('-'))
        {
            operand.Offset = (long)Expression();
        }
        operand.Symbol = symbol;
        operand.Kind = prefix switch { '$' => AsmOperandKind.Address, '*' => AsmOperandKind.Indirect, _ => AsmOperandKind.Memory };
        if (Peek.Kind == AsmTokenKind.EndOfFile)
        {
            if (prefix != '\0' || !_isJump || operand.Offset != 0)
            {
                throw Error("illegal or missing addressing mode for symbol " + symbol.Name);
            }
            operand.Kind = AsmOperandKind.Label;
            operand.Text = name;
            return;
        }
        Expect('(');
        string pseudo = Take().Text;
        Expect(')');
        SetPseudo(operand, pseudo, prefix);
    }

    private static void SetPseudo(AsmOperand operand, string pseudo, char prefix)
    {
        switch (pseudo)
        {
            case "FP": operand.Base = AsmBase.Argument; break;
            case "SB": operand.Base = AsmBase.External; break;
            case "SP": operand.Base = AsmBase.Local; break;
            case "PC" when prefix == '\0': operand.Kind = AsmOperandKind.RelativeBranch; break;
            default: throw Error("expected pseudo-register; found " + pseudo);
        }
    }

    /// <summary>A leading dot stands for the package path.</summary>
    private string Qualify(string name) => name.StartsWith('.') ? options.PackagePath + name : name;

    /// <summary><c>&lt;&gt;</c> makes a symbol file-local, <c>&lt;ABI...&gt;</c> chooses a calling convention.</summary>
    private AsmSymbol Attributes(string name)
    {
        if (!Peek.Is('<'))
        {
            return new AsmSymbol(name, SymbolAbi.Abi0, false);
        }
        _next++;
        if (Peek.Is('>'))
        {
            _next++;
            return new AsmSymbol(name, SymbolAbi.Abi0, true);
        }
        string abi = Take().Text;
        Expect('>');
        if (!options.AllowAbiSelectors)
        {
            throw Error($"ABI selector only permitted when compiling runtime, reference was to \"{name}\"");
        }
        return abi switch
        {
            "ABI0" => new AsmSymbol(name, SymbolAbi.Abi0, false),
            "ABIInternal" => new AsmSymbol(name, SymbolAbi.Internal, false),
            _ => throw Error($"malformed ABI selector \"{abi}\" in reference to \"{name}\""),
        };
    }

    /// <summary><c>(R)</c>, <c>(R*scale)</c>, <c>(R)(R*scale)</c>, or <c>(PC)</c>.</summary>
    private void Indirect(AsmOperand operand, char prefix)
    {
        Expect('(');
        string name = Take().Text;
        if (!dialect.TryRegister(name, out int register))
        {
            if (!IsPseudo(name))
            {
                throw Error("indirect through non-register " + name);
            }
            if (name != "PC" && operand.Base == AsmBase.None)
            {
                throw Error($"cannot reference {name} without a symbol");
            }
            Expect(')');
            SetPseudo(operand, name, prefix);
            return;
        }
        if (Peek.Is(','))
        {
            operand.Kind = AsmOperandKind.RegisterPair;
            operand.Elements = Elements(register, ')');
            return;
        }
        int scale = Scale();
        Expect(')');
        operand.Kind = prefix == '$' ? AsmOperandKind.Address : AsmOperandKind.Memory;
        if (scale != 0)
        {
            operand.Index = register;
            operand.Scale = scale;
            return;
        }
        operand.Register = register;
        if (!Peek.Is('('))
        {
            return;
        }
        _next++;
        string index = Take().Text;
        // A pseudo register is a register to the parser, of which no instruction has a form.
        if (!dialect.TryRegister(index, out int indexRegister) && !IsPseudo(index))
        {
            throw Error("indirect through non-register " + index);
        }
        indexRegister = IsPseudo(index) && indexRegister == 0 ? AsmOperand.PseudoIndex : indexRegister;
        operand.Index = indexRegister;
        dialect.ReadModifier(this, operand, true);
        operand.Scale = Scale();
        Expect(')');
    }

    private int Scale()
    {
        if (!Peek.Is('*'))
        {
            return 0;
        }
        _next++;
        string text = Take().Text;
        return text is "1" or "2" or "4" or "8" ? text[0] - '0' : throw Error("bad scale: " + text);
    }

    private static AsmErrorException Error(string message) => new(Catalogue.AssemblyOperand, message);
}
