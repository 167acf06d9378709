using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

internal sealed partial class IrReader
{
    private IrExpression Expression() => ExpressionOrNull() ?? throw ByteCursor.Damaged();

    private IrExpression[] Expressions()
    {
        IrExpression[] list = new IrExpression[_in.ListLength()];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = Expression();
        }
        return list;
    }

    private IrExpression? ExpressionOrNull()
    {
        var tag = (ExpressionTag)_in.Byte();
        switch (tag)
        {
            case ExpressionTag.None:
                return null;
            case ExpressionTag.NilCheck:
                return new IrNilCheck(Expression());
            case ExpressionTag.Sequence:
                IrStatement[] statements = Statements();
                return new IrSequence(statements, Expression());
        }
        Pos pos = ReadPosition();
        switch (tag)
        {
            case ExpressionTag.Local:
                return new IrLocalRef(Local(), pos);
            case ExpressionTag.Global:
                return new IrGlobalRef(_export.Object(_in.Count()) as Variable ?? throw ByteCursor.Damaged(), pos);
            default:
                GoType type = Type();
                return Operand(tag, type, pos) ?? LiteralOrCall(tag, type, pos);
        }
    }

    private IrExpression? Operand(ExpressionTag tag, GoType type, Pos pos)
    {
        IrExpression x, y;
        switch (tag) // table
        {
            case ExpressionTag.Constant:
                return new IrConstant(ConstantCodec.Read(ref _in), type, pos);
            case ExpressionTag.Zero:
                return new IrZero(type, pos);
            case ExpressionTag.Function:
                Function f = ReadFunctionObject() ?? throw ByteCursor.Damaged();
                return new IrFunctionRef(f, Types(), type, pos);
            case ExpressionTag.Closure:
                return new IrClosure(FunctionAt(_in.Count()), type, pos);
            case ExpressionTag.Unary:
                var unary = (IrUnaryOp)_in.Byte();
                return new IrUnary(unary, Expression(), type, pos);
            case ExpressionTag.Binary:
                var binary = (IrBinaryOp)_in.Byte();
                x = Expression();
                return new IrBinary(binary, x, Expression(), type, pos);
            case ExpressionTag.Convert:
                return new IrConvert(Expression(), type, pos);
            case ExpressionTag.AddressOf:
                return new IrAddressOf(Expression(), type, pos);
            case ExpressionTag.Dereference:
                return new IrDereference(Expression(), type, pos);
            case ExpressionTag.Field:
                x = Expression();
                return new IrField(x, _in.Count(), type, pos);
            case ExpressionTag.Index:
                x = Expression();
                return new IrIndex(x, Expression(), type, pos);
            case ExpressionTag.MapIndex:
                x = Expression();
                y = Expression();
                return new IrMapIndex(x, y, _in.Bool(), type, pos);
            case ExpressionTag.Slice:
                x = Expression();
                IrExpression? low = ExpressionOrNull(), high = ExpressionOrNull();
                return new IrSlice(x, low, high, ExpressionOrNull(), type, pos);
            default:
                return null;
        }
    }

    private IrExpression LiteralOrCall(ExpressionTag tag, GoType type, Pos pos)
    {
        IrExpression x;
        Function method;
        switch (tag) // table
        {
            case ExpressionTag.StructLiteral:
                var fields = new (int Field, IrExpression Value)[_in.ListLength()];
                for (int i = 0; i < fields.Length; i++)
                {
                    int field = _in.Count();
                    fields[i] = (field, Expression());
                }
                return new IrStructLiteral(fields, type, pos);
            case ExpressionTag.ArrayLiteral:
                long length = _in.Signed();
                var elements = new (long Index, IrExpression Value)[_in.ListLength()];
                for (int i = 0; i < elements.Length; i++)
                {
                    long index = _in.Signed();
                    elements[i] = (index, Expression());
                }
                return new IrArrayLiteral(elements, length, type, pos);
            case ExpressionTag.MapLiteral:
                var entries = new (IrExpression Key, IrExpression Value)[_in.ListLength()];
                for (int i = 0; i < entries.Length; i++)
                {
                    IrExpression key = Expression();
                    entries[i] = (key, Expression());
                }
                return new IrMapLiteral(entries, type, pos);
            case ExpressionTag.New:
                return new IrNew(ExpressionOrNull(), type, pos);
            case ExpressionTag.Make:
                IrExpression? size = ExpressionOrNull();
                return new IrMake(size, ExpressionOrNull(), type, pos);
            case ExpressionTag.Call:
                x = Expression();
                return new IrCall(x, Expressions(), type, pos);
            case ExpressionTag.InterfaceCall:
                x = Expression();
                method = InterfaceMethod(x.Type);
                return new IrInterfaceCall(x, method, Expressions(), type, pos);
            case ExpressionTag.TypeParameterCall:
                x = Expression();
                method = InterfaceMethod(x.Type);
                return new IrTypeParameterCall(x, method, Expressions(), type, pos);
            case ExpressionTag.MethodValue:
                x = Expression();
                return new IrMethodValue(x, InterfaceMethod(x.Type), type, pos);
            case ExpressionTag.TypeAssert:
                x = Expression();
                GoType target = Type();
                return new IrTypeAssert(x, target, _in.Bool(), type, pos);
            case ExpressionTag.Receive:
                x = Expression();
                return new IrReceive(x, _in.Bool(), type, pos);
            case ExpressionTag.Builtin:
                var builtin = (IrBuiltin)_in.Byte();
                return new IrBuiltinCall(builtin, Expressions(), type, pos);
            case ExpressionTag.RuntimeCall:
                string name = _export.String(_in.Count());
                return new IrRuntimeCall(name, Expressions(), type, pos);
            default:
                throw ByteCursor.Damaged();
        }
    }
}
