using System.Globalization;
using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Types;

namespace Go.Compiler.Backend;

/// <summary>
/// The text of go_asm.h, through which a package's assembly learns its constants and the layout of its structs (contract 9.6;
/// counterpart cmd/compile/internal/gc/export.go). Declarations come in source order.
/// </summary>
public static class GoAsmHeader
{
    public static string Write(Package package, Layout layout)
    {
        var text = new StringBuilder();
        text.Append("// Constants and struct layouts of package ").Append(package.Name).Append("\n\n");
        foreach (GoObject declaration in InSourceOrder(package))
        {
            switch (declaration)
            {
                case ConstantObject constant:
                    Constant(constant, text);
                    break;
                case TypeName { Type: { } type } name when !IsGeneric(type) && type.Underlying is StructType structure:
                    Struct(name.Name, type, structure, layout, text);
                    break;
            }
        }
        return text.ToString();
    }

    private static List<GoObject> InSourceOrder(Package package)
    {
        var all = new List<GoObject>();
        foreach (string name in package.Scope.SortedNames())
        {
            if (package.Scope.Lookup(name) is ConstantObject or TypeName)
            {
                all.Add(package.Scope.Lookup(name)!);
            }
        }
        all.Sort((a, b) => a.Order != b.Order ? a.Order.CompareTo(b.Order) : string.CompareOrdinal(a.Name, b.Name));
        return all;
    }

    private static bool IsGeneric(GoType type) => type switch
    {
        NamedType named => named.TypeParameters.Count > 0,
        AliasType alias => alias.TypeParameters.Count > 0,
        _ => false,
    };

    /// <summary>Floating-point and complex constants have no place in assembly.</summary>
    private static void Constant(ConstantObject constant, StringBuilder text)
    {
        bool inexact = constant.Type?.Underlying is BasicType basic && (basic.Info & (BasicInfo.Float | BasicInfo.Complex)) != 0;
        string? value = inexact ? null : constant.Value switch
        {
            BoolConstant b => b.Value ? "true" : "false",
            IntConstant i => i.Value.ToString(CultureInfo.InvariantCulture),
            StringConstant s => ConstantText.Quote(s.Bytes),
            _ => null,
        };
        if (value is not null)
        {
            text.Append("#define const_").Append(constant.Name).Append(' ').Append(value).Append('\n');
        }
    }

    private static void Struct(string name, GoType type, StructType structure, Layout layout, StringBuilder text)
    {
        text.Append("#define ").Append(name).Append("__size ").Append(layout.SizeOf(type)).Append('\n');
        IReadOnlyList<long> offsets = layout.FieldOffsets(structure);
        for (int i = 0; i < structure.Fields.Count; i++)
        {
            if (structure.Fields[i].Name != "_")
            {
                text.Append("#define ").Append(name).Append('_').Append(structure.Fields[i].Name).Append(' ').Append(offsets[i])
                    .Append('\n');
            }
        }
    }
}
