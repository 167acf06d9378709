using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>
    /// Constant text that stands together is printed by one call: what is between two calls may come from other threads' writes.
    /// </summary>
    private void Print(IrBuiltinCall b)
    {
        var values = new EntityList<GoValue>();
        foreach (IrExpression x in b.Operands)
        {
            values.Add(Stable(Evaluate(x)));
        }
        _pos = b.Pos;
        bool line = b.Builtin == IrBuiltin.Println;
        CallRuntime("printlock");
        var text = new List<byte>();
        for (int i = 0; i < values.Count; i++)
        {
            if (line && i > 0)
            {
                text.Add((byte)' ');
            }
            if (b.Operands[i] is IrConstant { Value: StringConstant constant })
            {
                text.AddRange(constant.Bytes);
                continue;
            }
            PrintText(text);
            PrintValue(values[i]);
        }
        if (line)
        {
            text.Add((byte)'\n');
        }
        PrintText(text);
        CallRuntime("printunlock");
    }

    private void PrintText(List<byte> text)
    {
        switch (text)
        {
            case []:
                return;
            case [(byte)' ']:
                CallRuntime("printsp");
                break;
            case [(byte)'\n']:
                CallRuntime("printnl");
                break;
            default:
                CallRuntime("printstring", StringData([.. text]), ConstInt(text.Count));
                break;
        }
        text.Clear();
    }

    private void PrintValue(GoValue v)
    {
        switch (Under(v.Type))
        {
            case BasicType basic:
                PrintBasic(v, basic);
                break;
            case InterfaceType i:
                CallRuntime(TypeSets.Of(i).Methods.Count == 0 ? "printeface" : "printiface", v[0], v[1]);
                break;
            case SliceType:
                CallRuntime("printslice", v[0], v[1], v[2]);
                break;
            default:
                if (_f[v[0]].Kind == ValueKind.Pointer)
                {
                    CallRuntime("printpointer", v[0]);
                }
                else
                {
                    CallRuntime("printuintptr", v[0]);
                }
                break;
        }
    }

    private void PrintBasic(GoValue v, BasicType basic)
    {
        bool inRuntime = AliasType.Unalias(v.Type) is NamedType { Name.Package.Path: "runtime" };
        string? name = (AliasType.Unalias(v.Type) as NamedType)?.Name.Name;
        switch (basic.Kind)
        {
            case BasicKind.Bool:
                CallRuntime("printbool", v[0]);
                break;
            case BasicKind.String:
                CallRuntime(inRuntime && name == "quoted" ? "printquoted" : "printstring", v[0], v[1]);
                break;
            case BasicKind.Float32:
                CallRuntime("printfloat32", v[0]);
                break;
            case BasicKind.Float64:
                CallRuntime("printfloat64", v[0]);
                break;
            case BasicKind.Complex64:
                CallRuntime("printcomplex64", v[0], v[1]);
                break;
            case BasicKind.Complex128:
                CallRuntime("printcomplex128", v[0], v[1]);
                break;
            case BasicKind.UnsafePointer:
                CallRuntime("printpointer", v[0]);
                break;
            case BasicKind.Uintptr when !(inRuntime && name == "hex"):
                CallRuntime("printuint", Widen(v[0], false));
                break;
            default:
                bool signed = (basic.Info & BasicInfo.Unsigned) == 0;
                CallRuntime(inRuntime && name == "hex" ? "printhex" : signed ? "printint" : "printuint", Widen(v[0], signed));
                break;
        }
    }
}
