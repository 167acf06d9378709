using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private const string ReflectPackage = "reflect";

    /// <summary>
    /// A call of something like reflect.Value.Method or MethodByName, static or through any interface, can reach every exported method;
    /// with a constant name only those of that name (contract 11.4). Reflection's own methods merely pass the wish on.
    /// </summary>
    private void NoteReflection(Function method, IReadOnlyList<IrExpression> arguments, int first)
    {
        if (method.Name is not ("Method" or "MethodByName") || !LooksUpMethods(method) || IsReflectionItself())
        {
            return;
        }
        if (method.Name == "MethodByName" && first < arguments.Count && arguments[first] is IrConstant { Value: StringConstant name })
        {
            Mark(RelocationKind.UseNamedMethod, null, Encoding.UTF8.GetString(name.Bytes));
        }
        else
        {
            _f.IsReflectMethod = true;
        }
    }

    private static bool LooksUpMethods(Function method)
    {
        SignatureType s = method.Signature;
        if (s.Parameters.Count != 1 || s.Results.Count is not (1 or 2))
        {
            return false;
        }
        BasicKind wanted = method.Name == "Method" ? BasicKind.Int : BasicKind.String;
        return s.Parameters.Variables[0].Type!.Underlying is BasicType parameter && parameter.Kind == wanted
            && AliasType.Unalias(s.Results.Variables[0].Type!) is NamedType { Name: { Name: "Method" or "Value",
                Package.Path: ReflectPackage } };
    }

    private bool IsReflectionItself()
        => _env.Package.Path == ReflectPackage && _f.Symbol.Name is "reflect.(*rtype).Method" or "reflect.(*rtype).MethodByName"
            or "reflect.(*interfaceType).Method"
            or "reflect.(*interfaceType).MethodByName" or "reflect.Value.Method" or "reflect.Value.MethodByName";
}
