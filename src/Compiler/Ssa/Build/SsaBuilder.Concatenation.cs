using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>A string that is only looked at: a conversion from []byte need not copy.</summary>
    private GoValue EvaluateTemporaryString(IrExpression x)
    {
        if (x is IrConvert c && IsString(T(x.Type)) && Under(T(c.X.Type)) is SliceType s
            && Under(s.Element) is BasicType { Kind: BasicKind.Uint8 })
        {
            GoValue bytes = Evaluate(c.X);
            return GoValue.Of(T(x.Type), bytes[0], bytes[1]);
        }
        return Evaluate(x);
    }

    private GoValue Concatenate(IrBinary b)
    {
        var parts = new List<IrExpression>();
        Flatten(b, parts);
        var values = new EntityList<GoValue>(parts.Count);
        byte[]? constant = null;
        // With a literal in it the result is certainly a new string; else the helper may return an operand as it is.
        bool hasLiteral = false;
        foreach (IrExpression part in parts)
        {
            hasLiteral |= part is IrConstant { Value: StringConstant { Bytes.Length: > 0 } };
        }
        foreach (IrExpression part in parts)
        {
            // Neighbouring constants become one.
            if (part is IrConstant { Value: StringConstant text })
            {
                if (text.Bytes.Length > 0)
                {
                    if (constant is not null)
                    {
                        values.RemoveAt(values.Count - 1);
                        constant = [.. constant, .. text.Bytes];
                    }
                    else
                    {
                        constant = text.Bytes;
                    }
                    values.Add(GoValue.Of(Universe.String, StringData(constant), ConstInt(constant.Length)));
                }
                continue;
            }
            constant = null;
            values.Add(hasLiteral ? EvaluateTemporaryString(part) : Evaluate(part));
        }
        _pos = b.Pos;
        return Concatenation(values, T(b.Type));
    }

    private GoValue Concatenation(EntityList<GoValue> values, GoType type)
    {
        if (values.Count == 0)
        {
            return GoValue.Of(type, Nil(), ConstInt(0));
        }
        if (values.Count == 1)
        {
            return values[0].As(type);
        }
        ValueId[] results;
        if (values.Count <= 5)
        {
            var arguments = new ValueId[1 + values.Count * 2];
            arguments[0] = ConversionBuffer(Universe.Basic(BasicKind.Uint8), TemporaryStringSize);
            for (int i = 0; i < values.Count; i++)
            {
                arguments[1 + i * 2] = values[i][0];
                arguments[2 + i * 2] = values[i][1];
            }
            if (arguments.Length <= 9)
            {
                results = CallRuntimeResults("concatstring" + values.Count, arguments);
                return GoValue.Of(type, results[0], results[1]);
            }
        }
        ValueId array = Temporary(new ArrayType(Universe.String, values.Count));
        for (int i = 0; i < values.Count; i++)
        {
            Store(array, i * 16L, values[i]);
        }
        results = CallRuntimeResults("concatstrings", ConversionBuffer(Universe.Basic(BasicKind.Uint8), TemporaryStringSize), array,
            ConstInt(values.Count), ConstInt(values.Count));
        return GoValue.Of(type, results[0], results[1]);
    }

    private void Flatten(IrExpression x, List<IrExpression> parts)
    {
        if (x is IrBinary { Op: IrBinaryOp.Add } b && IsString(T(x.Type)))
        {
            Flatten(b.X, parts);
            Flatten(b.Y, parts);
        }
        else
        {
            parts.Add(x);
        }
    }
}
