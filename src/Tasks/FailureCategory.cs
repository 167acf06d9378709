namespace Go.Sdk.Tasks;

/// <summary>Sorts failures by what has to be done about them, by the range of their codes (docs/diagnostics/README.md).</summary>
public static class FailureCategory
{
    public const string Syntax = "syntax", Types = "types", Packages = "packages", SupplyChain = "supply-chain", Link = "link",
    Project = "project", Test = "test", Analysis = "analysis",
        Internal = "internal";

    public static string Of(string code)
    {
        if (code.StartsWith("GV", StringComparison.Ordinal))
        {
            return Analysis;
        }
        if (!code.StartsWith("GO", StringComparison.Ordinal) || !int.TryParse(code.AsSpan(2), out int number))
        {
            return Project;
        }
        return number switch
        {
            < 2000 => Syntax,
            < 3000 => Types,
            >= 3060 and < 3062 or >= 3080 and < 3100 => SupplyChain,
            < 4000 => Packages,
            < 5000 => Types,
            < 7000 => Link,
            >= 7100 and < 7200 => Test,
            >= 8100 and < 8200 => Test,
            >= 9000 => Internal,
            _ => Project,
        };
    }
}
