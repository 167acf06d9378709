using System.Globalization;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

public sealed partial class IrPrinter
{
    private string List(IReadOnlyList<IrExpression> expressions) => string.Join(", ", expressions.Select(Text));

    private static string TypeArguments(IReadOnlyList<GoType> arguments)
        => arguments.Count == 0 ? "" : $"[{string.Join(", ", arguments.Select(Text))}]";

    private string Text(IrExpression expression) => expression switch // table
    {
        IrConstant e => Constant(e),
        IrZero e => $"zero[{Text(e.Type)}]",
        IrLocalRef e => NameOf(e.Local),
        IrGlobalRef e => $"{e.Variable.Package!.Name}.{e.Variable.Name}",
        IrFunctionRef e => SymbolNames.Of(e.Function) + TypeArguments(e.TypeArguments),
        IrClosure e => $"closure {e.Function.Symbol}",
        IrUnary e => $"{(e.Op switch { IrUnaryOp.Negate => "-", IrUnaryOp.Complement => "^", IrUnaryOp.Not => "!", _ => throw Unexpected.Value(e.Op) })}{Text(e.X)}",
        IrBinary e => $"({Text(e.X)} {Symbol(e.Op)} {Text(e.Y)})",
        IrConvert e => $"conv[{Text(e.Type)}]({Text(e.X)})",
        IrAddressOf e => "&" + Text(e.X),
        IrDereference e => $"(*{Text(e.X)})",
        IrNilCheck e => $"nilcheck({Text(e.X)})",
        IrField e => $"{Text(e.X)}.{FieldName(e)}",
        IrIndex e => $"{Text(e.X)}[{Text(e.Index)}]",
        IrMapIndex e => $"mapindex{(e.CommaOk ? "ok" : "")}({Text(e.Map)}, {Text(e.Key)})",
        IrSlice e => $"{Text(e.X)}[{Bound(e.Low)}:{Bound(e.High)}{(e.Max is null ? "" : ":" + Text(e.Max))}]",
        IrStructLiteral e
            => $"{Text(e.Type)}{{{string.Join(", ", e.Fields.Select(f => $"{FieldName(e.Type, f.Field)}: {Text(f.Value)}"))}}}",
        IrArrayLiteral e
            => $"{Text(e.Type)}{{{string.Join(", ", e.Elements.Select(f => $"{f.Index.ToString(CultureInfo.InvariantCulture)}: {Text(f.Value)}"))}}}/{e.Length.ToString(CultureInfo.InvariantCulture)}",
        IrMapLiteral e => $"{Text(e.Type)}{{{string.Join(", ", MapEntries(e))}}}",
        IrNew e => $"new[{Text(e.Type)}]({(e.Value is null ? "" : Text(e.Value))})",
        IrMake e => $"make[{Text(e.Type)}]({Bound(e.Length)}{(e.Capacity is null ? "" : ", " + Text(e.Capacity))})",
        IrCall e => $"{Text(e.Callee)}({List(e.Arguments)})",
        IrInterfaceCall e => $"{Text(e.Receiver)}.interface {e.Method.Name}({List(e.Arguments)})",
        IrTypeParameterCall e => $"{Text(e.Receiver)}.typeparam {e.Method.Name}({List(e.Arguments)})",
        IrMethodValue e => $"methodvalue {Text(e.Receiver)}.{e.Method.Name}",
        IrTypeAssert e => $"{Text(e.X)}.({Text(e.Target)}{(e.CommaOk ? ", ok" : "")})",
        IrReceive e => $"<-{(e.CommaOk ? "ok " : "")}{Text(e.Channel)}",
        IrBuiltinCall e => $"{e.Builtin.ToString().ToLowerInvariant()}[{Text(e.Type)}]({List(e.Operands)})",
        IrRuntimeCall e => $"runtime {e.Name}({List(e.Arguments)})",
        IrSequence e => Sequence(e),
        _ => throw Unexpected.Value(expression),
    };

    private IEnumerable<string> MapEntries(IrMapLiteral e)
    {
        for (int i = 0; i <= e.Entries.Count; i++)
        {
            foreach (MapTable table in e.Tables)
            {
                if (table.Before == i)
                {
                    yield return $"table of {table.Count.ToString(CultureInfo.InvariantCulture)}";
                }
            }
            if (i < e.Entries.Count)
            {
                yield return $"{Text(e.Entries[i].Key)}: {Text(e.Entries[i].Value)}";
            }
        }
    }

    private string Sequence(IrSequence e)
    {
        int start = _text.Length, indent = _indent;
        _indent = 0;
        foreach (IrStatement statement in e.Statements)
        {
            Statement(statement);
        }
        _indent = indent;
        string statements = _text.ToString(start, _text.Length - start).TrimEnd('\n').Replace("\n", "; ");
        _text.Length = start;
        return $"<{statements}; {Text(e.Value)}>";
    }

    private string Bound(IrExpression? e) => e is null ? "" : Text(e);

    private static string Constant(IrConstant e)
    {
        string value = e.Value switch
        {
            StringConstant s => "\"" + System.Text.Encoding.UTF8.GetString(s.Bytes).Replace("\n", "\\n") + "\"",
            BoolConstant b => b.Value ? "true" : "false",
            ConstantValue other => other.ToString()!,
        };
        bool plain = AliasType.Unalias(e.Type) is BasicType { Kind: BasicKind.Int or BasicKind.String or BasicKind.Bool };
        return plain ? value : $"{Text(e.Type)}({value})";
    }

    private static string FieldName(IrField e) => FieldName(e.X.Type, e.Index);

    private static string FieldName(GoType type, int index)
        => IrSelection.Core(type) is StructType s && s.Fields[index].Name != "_"
            ? s.Fields[index].Name : "#" + index.ToString(CultureInfo.InvariantCulture);

    private static string Symbol(IrBinaryOp op) => op switch // table
    {
        IrBinaryOp.Add => "+",
        IrBinaryOp.Subtract => "-",
        IrBinaryOp.Multiply => "*",
        IrBinaryOp.Divide => "/",
        IrBinaryOp.Remainder => "%",
        IrBinaryOp.And => "&",
        IrBinaryOp.Or => "|",
        IrBinaryOp.Xor => "^",
        IrBinaryOp.AndNot => "&^",
        IrBinaryOp.ShiftLeft => "<<",
        IrBinaryOp.ShiftRight => ">>",
        IrBinaryOp.Equal => "==",
        IrBinaryOp.NotEqual => "!=",
        IrBinaryOp.Less => "<",
        IrBinaryOp.LessEqual => "<=",
        IrBinaryOp.Greater => ">",
        IrBinaryOp.GreaterEqual => ">=",
        IrBinaryOp.AndAlso => "&&",
        IrBinaryOp.OrElse => "||",
        _ => throw Unexpected.Value(op),
    };
}
