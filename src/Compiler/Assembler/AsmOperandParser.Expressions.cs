namespace Go.Compiler.Assembler;

internal sealed partial class AsmOperandParser
{
    // Constant expressions: 64-bit unsigned, with Go's precedence (contract 9.2).

    /// <summary>term {(+ - | ^) term}</summary>
    private ulong Expression()
    {
        ulong value = Term();
        while (true)
        {
            if (Accept("+"))
            {
                value += Term();
            }
            else if (Accept("-"))
            {
                value -= Term();
            }
            else if (Accept("|"))
            {
                value |= Term();
            }
            else if (Accept("^"))
            {
                value ^= Term();
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>factor {(* / % &amp; &gt;&gt;) factor}; a left shift ends the term.</summary>
    private ulong Term()
    {
        ulong value = Factor();
        while (true)
        {
            if (Accept("*"))
            {
                value *= Factor();
            }
            else if (Accept("/"))
            {
                value = Divide(value, Factor(), "divide");
            }
            else if (Accept("%"))
            {
                value -= Divide(value, Factor(), "modulo", out ulong divisor) * divisor;
            }
            else if (Accept("<<"))
            {
                ulong count = Factor();
                return (long)count < 0 ? throw Error("negative left shift count") : count > 63 ? 0 : value << (int)count;
            }
            else if (Accept(">>"))
            {
                ulong count = Term();
                if ((long)count < 0 || (long)value < 0)
                {
                    throw Error((long)count < 0 ? "negative right shift count" : "right shift of value with high bit set");
                }
                value = count > 63 ? 0 : value >> (int)count;
            }
            else if (Accept("&"))
            {
                value &= Factor();
            }
            else
            {
                return value;
            }
        }
    }

    private static ulong Divide(ulong value, ulong divisor, string what) => Divide(value, divisor, what, out _);

    private static ulong Divide(ulong value, ulong divisor, string what, out ulong used)
    {
        used = divisor;
        if ((long)value < 0)
        {
            throw Error(what + " of value with high bit set");
        }
        return divisor == 0 ? throw Error(what == "divide" ? "division by zero" : "modulo by zero") : value / divisor;
    }

    private ulong Factor()
    {
        AsmToken token = Take();
        switch (token.Kind)
        {
            case AsmTokenKind.Integer: return AsmLiterals.Integer(token.Text);
            case AsmTokenKind.Character: return AsmLiterals.Character(token.Text);
        }
        if (token.Is('+'))
        {
            return Factor();
        }
        if (token.Is('-'))
        {
            return 0 - Factor();
        }
        if (token.Is('~'))
        {
            return ~Factor();
        }
        if (!token.Is('('))
        {
            throw Error($"unexpected {token} evaluating expression");
        }
        ulong value = Expression();
        Expect(')');
        return value;
    }

    private double FloatExpression()
    {
        AsmToken token = Take();
        if (token.Kind == AsmTokenKind.Float)
        {
            return AsmLiterals.Float(token.Text);
        }
        if (token.Is('+'))
        {
            return FloatExpression();
        }
        if (token.Is('-'))
        {
            return -FloatExpression();
        }
        if (!token.Is('('))
        {
            throw Error($"unexpected {token} evaluating float expression");
        }
        double value = FloatExpression();
        Expect(')');
        return value;
    }

    private bool Accept(string op)
    {
        if (!Peek.Is(op))
        {
            return false;
        }
        _next++;
        return true;
    }
}
