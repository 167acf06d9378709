using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private bool CheckComplex(ref Operand x, CallSyntax call, ref Operand y)
    {
        switch (IsUntyped(x.Type), IsUntyped(y.Type))
        {
            case (true, false):
                ConvertUntyped(ref x, y.Type);
                break;
            case (false, true):
                ConvertUntyped(ref y, x.Type);
                break;
            case (true, true) when x.IsConstant && y.IsConstant:
                // Both may be any real-valued constants: complex(1, 'a') is fine.
                MakeFloat(ref x);
                MakeFloat(ref y);
                break;
            case (true, true):
                ConvertUntyped(ref x, Universe.Basic(BasicKind.Float64));
                ConvertUntyped(ref y, Universe.Basic(BasicKind.Float64));
                break;
        }
        if (!x.IsValid || !y.IsValid)
        {
            return false;
        }
        if (!TypeIdentity.Identical(x.Type, y.Type))
        {
            Error(x, Catalogue.InvalidComplex, $"{InvalidOperation}{Text(call)} (mismatched types {Text(x.Type)} and {Text(y.Type)})");
            return false;
        }
        if (MapComplex(x, BuiltinKind.Complex) is not { } result)
        {
            Error(x, Catalogue.InvalidComplex, $"{InvalidArgument}arguments have type {Text(x.Type)}, expected floating-point");
            return false;
        }
        if (x.IsConstant && y.IsConstant)
        {
            x.Value = ConstantArithmetic.Complex(ConstantArithmetic.ToFloat(x.Value!), ConstantArithmetic.ToFloat(y.Value!));
        }
        else
        {
            x.Mode = OperandMode.Value;
            RecordBuiltin(call.Function, result, x.Type, x.Type);
        }
        x.Type = result;
        return true;

        static void MakeFloat(ref Operand operand)
        {
            if (Is(operand.Type, BasicInfo.Numeric) && ConstantArithmetic.Sign(ConstantArithmetic.Imaginary(operand.Value!)) == 0)
            {
                operand.Type = Universe.Basic(BasicKind.UntypedFloat);
            }
        }
    }

    private bool CheckComplexPart(ref Operand x, CallSyntax call, BuiltinKind kind)
    {
        if (IsUntyped(x.Type))
        {
            if (!x.IsConstant)
            {
                ConvertUntyped(ref x, Universe.Basic(BasicKind.Complex128));
                if (!x.IsValid)
                {
                    return false;
                }
            }
            else if (Is(x.Type, BasicInfo.Numeric))
            {
                x.Type = Universe.Basic(BasicKind.UntypedComplex);
            }
        }
        bool real = kind == BuiltinKind.Real;
        if (MapComplex(x, kind) is not { } result)
        {
            Error(x, real ? Catalogue.InvalidReal : Catalogue.InvalidImag,
                $"{InvalidArgument}argument has type {Text(x.Type)}, expected complex type");
            return false;
        }
        if (x.IsConstant)
        {
            x.Value = real ? ConstantArithmetic.Real(x.Value!) : ConstantArithmetic.Imaginary(x.Value!);
        }
        else
        {
            x.Mode = OperandMode.Value;
            RecordBuiltin(call.Function, result, x.Type);
        }
        x.Type = result;
        return true;
    }

    /// <summary>The complex type of a float type, or the other way round; null if there is none.</summary>
    private GoType? MapComplex(in Operand x, BuiltinKind kind)
    {
        if (AliasType.Unalias(x.Type) is not TypeParameter parameter)
        {
            return MapComplex(x.Type, kind);
        }
        var mapped = new EntityList<UnionTerm>();
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms[i] is not { } t || MapComplex(t, kind) is not { } m)
            {
                return null;
            }
            mapped.Add(new UnionTerm(terms.IsTilde(i), m));
        }
        SoftError(x, kind switch { BuiltinKind.Real => Catalogue.InvalidReal, BuiltinKind.Imag => Catalogue.InvalidImag,
            _ => Catalogue.InvalidComplex },
            $"{Text(x)} not supported as argument to built-in {FactsOf(kind).Name} for go1.18 (see go.dev/issue/50937)");
        // A new type parameter with the mapped types as its constraint, to go on with.
        var name = new TypeName(default, _package, parameter.Name.Name, null) { Place = parameter.Name.Place };
        var result = new TypeParameter(name, parameter.Index) { Constraint = new InterfaceType([], [new UnionType(mapped)]) };
        name.Type = result;
        return result;
    }

    private static GoType? MapComplex(GoType type, BuiltinKind kind) => (type.Underlying as BasicType, kind == BuiltinKind.Complex) switch
    {
        ({ Kind: BasicKind.Float32 }, true) => Universe.Basic(BasicKind.Complex64),
        ({ Kind: BasicKind.Float64 }, true) => Universe.Basic(BasicKind.Complex128),
        ({ Kind: BasicKind.UntypedFloat }, true) => Universe.Basic(BasicKind.UntypedComplex),
        ({ Kind: BasicKind.Complex64 }, false) => Universe.Basic(BasicKind.Float32),
        ({ Kind: BasicKind.Complex128 }, false) => Universe.Basic(BasicKind.Float64),
        ({ Kind: BasicKind.UntypedComplex }, false) => Universe.Basic(BasicKind.UntypedFloat),
        _ => null,
    };
}
