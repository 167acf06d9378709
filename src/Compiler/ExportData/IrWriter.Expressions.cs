using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;

namespace Go.Compiler.ExportData;

internal sealed partial class IrWriter
{
    private void Tag(ExpressionTag tag, IrExpression x)
    {
        _code.Byte((byte)tag);
        Position(x.Pos);
    }

    private void TypedTag(ExpressionTag tag, IrExpression x)
    {
        Tag(tag, x);
        Type(x.Type);
    }

    private void Expressions(IReadOnlyList<IrExpression?> list)
    {
        _code.Count(list.Count);
        foreach (IrExpression? x in list)
        {
            Expression(x);
        }
    }

    private void Expression(IrExpression? expression)
    {
        switch (expression) // table
        {
            case null:
                _code.Byte((byte)ExpressionTag.None);
                break;
            case IrConstant x:
                TypedTag(ExpressionTag.Constant, x);
                ConstantCodec.Write(_code, x.Value);
                break;
            case IrZero x:
                TypedTag(ExpressionTag.Zero, x);
                break;
            case IrLocalRef x:
                Tag(ExpressionTag.Local, x);
                Local(x.Local);
                break;
            case IrGlobalRef x:
                Tag(ExpressionTag.Global, x);
                _code.Count(export.Reference(x.Variable));
                break;
            case IrFunctionRef x:
                TypedTag(ExpressionTag.Function, x);
                ObjectReference(_code, x.Function);
                Types(_code, x.TypeArguments);
                break;
            case IrClosure x:
                TypedTag(ExpressionTag.Closure, x);
                _code.Count(AddFunction(x.Function));
                break;
            case IrUnary x:
                TypedTag(ExpressionTag.Unary, x);
                _code.Byte((byte)x.Op);
                Expression(x.X);
                break;
            case IrBinary x:
                TypedTag(ExpressionTag.Binary, x);
                _code.Byte((byte)x.Op);
                Expression(x.X);
                Expression(x.Y);
                break;
            case IrConvert x:
                TypedTag(ExpressionTag.Convert, x);
                Expression(x.X);
                break;
            case IrAddressOf x:
                TypedTag(ExpressionTag.AddressOf, x);
                Expression(x.X);
                break;
            case IrDereference x:
                TypedTag(ExpressionTag.Dereference, x);
                Expression(x.X);
                break;
            case IrField x:
                TypedTag(ExpressionTag.Field, x);
                Expression(x.X);
                _code.Count(x.Index);
                break;
            case IrIndex x:
                TypedTag(ExpressionTag.Index, x);
                Expression(x.X);
                Expression(x.Index);
                break;
            case IrMapIndex x:
                TypedTag(ExpressionTag.MapIndex, x);
                Expression(x.Map);
                Expression(x.Key);
                _code.Bool(x.CommaOk);
                break;
            case IrSlice x:
                TypedTag(ExpressionTag.Slice, x);
                Expression(x.X);
                Expression(x.Low);
                Expression(x.High);
                Expression(x.Max);
                break;
            default:
                LiteralOrCall(expression);
                break;
        }
    }

    private void LiteralOrCall(IrExpression expression)
    {
        switch (expression) // table
        {
            case IrStructLiteral x:
                TypedTag(ExpressionTag.StructLiteral, x);
                _code.Count(x.Fields.Count);
                foreach ((int field, IrExpression value) in x.Fields)
                {
                    _code.Count(field);
                    Expression(value);
                }
                break;
            case IrArrayLiteral x:
                TypedTag(ExpressionTag.ArrayLiteral, x);
                _code.Signed(x.Length);
                _code.Count(x.Elements.Count);
                foreach ((long index, IrExpression value) in x.Elements)
                {
                    _code.Signed(index);
                    Expression(value);
                }
                break;
            case IrMapLiteral x:
                TypedTag(ExpressionTag.MapLiteral, x);
                _code.Count(x.Entries.Count);
                foreach ((IrExpression key, IrExpression value) in x.Entries)
                {
                    Expression(key);
                    Expression(value);
                }
                break;
            case IrNew x:
                TypedTag(ExpressionTag.New, x);
                Expression(x.Value);
                break;
            case IrMake x:
                TypedTag(ExpressionTag.Make, x);
                Expression(x.Length);
                Expression(x.Capacity);
                break;
            case IrCall x:
                TypedTag(ExpressionTag.Call, x);
                Expression(x.Callee);
                Expressions(x.Arguments);
                break;
            case IrInterfaceCall x:
                TypedTag(ExpressionTag.InterfaceCall, x);
                Expression(x.Receiver);
                MethodName(x.Method);
                Expressions(x.Arguments);
                break;
            case IrTypeParameterCall x:
                TypedTag(ExpressionTag.TypeParameterCall, x);
                Expression(x.Receiver);
                MethodName(x.Method);
                Expressions(x.Arguments);
                break;
            case IrMethodValue x:
                TypedTag(ExpressionTag.MethodValue, x);
                Expression(x.Receiver);
                MethodName(x.Method);
                break;
            case IrTypeAssert x:
                TypedTag(ExpressionTag.TypeAssert, x);
                Expression(x.X);
                Type(x.Target);
                _code.Bool(x.CommaOk);
                break;
            case IrReceive x:
                TypedTag(ExpressionTag.Receive, x);
                Expression(x.Channel);
                _code.Bool(x.CommaOk);
                break;
            case IrBuiltinCall x:
                TypedTag(ExpressionTag.Builtin, x);
                _code.Byte((byte)x.Builtin);
                Expressions(x.Operands);
                break;
            case IrRuntimeCall x:
                TypedTag(ExpressionTag.RuntimeCall, x);
                _code.Count(export.String(x.Name));
                Expressions(x.Arguments);
                break;
            case IrNilCheck x:
                _code.Byte((byte)ExpressionTag.NilCheck);
                Expression(x.X);
                break;
            case IrSequence x:
                _code.Byte((byte)ExpressionTag.Sequence);
                Statements(x.Statements);
                Expression(x.Value);
                break;
            default:
                throw Unexpected.Value(expression);
        }
    }
}
