using System.Text;

namespace Go.Compiler.Driver.Templates;

internal sealed partial class TemplateFunctions
{
    private const string BadComparison = "invalid type for comparison";

    private static bool IsBasic(TemplateKind kind) => kind is >= TemplateKind.Bool and <= TemplateKind.String;

    private static bool AreEqual(TemplateValue first, ReadOnlySpan<TemplateValue> others)
    {
        if (others.IsEmpty)
        {
            throw new TemplateException("missing argument for comparison");
        }
        foreach (TemplateValue other in others)
        {
            if (AreEqual(first, other))
            {
                return true;
            }
        }
        return false;
    }

    private static bool AreEqual(TemplateValue a, TemplateValue b)
    {
        if (a.Kind is TemplateKind.Int or TemplateKind.Uint && b.Kind is TemplateKind.Int or TemplateKind.Uint)
        {
            return (long)a.Data! == (long)b.Data!;
        }
        if (IsBasic(a.Kind) || IsBasic(b.Kind))
        {
            return a.Kind == b.Kind ? Equals(a.Data, b.Data)
                : a.Type is null || b.Type is null ? false
                    : throw new TemplateException($"incompatible types for comparison: {a.TypeName} and {b.TypeName}");
        }
        if (a.Kind != b.Kind && a.Type is not null && b.Type is not null)
        {
            string types = $"{TemplateFormat.Format("%s", [a])}: {a.TypeName}, {b.TypeName}: {TemplateFormat.Print(b)}";
            throw new TemplateException($"non-comparable types {types}");
        }
        if (a.IsNil || b.IsNil)
        {
            return a.IsNil == b.IsNil;
        }
        return b.Type!.IsComparable ? a.Type == b.Type && Equals(a.Data, b.Data)
            : throw new TemplateException($"non-comparable type {TemplateFormat.Format("%s", [b])}: {b.TypeName}");
    }

    private static bool IsLess(TemplateValue a, TemplateValue b)
    {
        if (!IsBasic(a.Kind) || !IsBasic(b.Kind))
        {
            throw new TemplateException(BadComparison);
        }
        return (a.Data, b.Data) switch
        {
            (long x, long y) => x < y,
            (double x, double y) => x < y,
            (string x, string y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)) < 0,
            _ => throw new TemplateException(a.Kind == b.Kind ? BadComparison
                : $"incompatible types for comparison: {a.TypeName} and {b.TypeName}"),
        };
    }

    private static bool IsLessOrEqual(TemplateValue[] values) => IsLess(values[0], values[1]) || AreEqual(values[0], values[1]);
}
