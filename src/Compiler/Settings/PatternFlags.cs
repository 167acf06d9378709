namespace Go.Compiler.Settings;

/// <summary>One value of <c>-gcflags</c>, <c>-asmflags</c> or <c>-ldflags</c>: flags, and the packages that they are for.</summary>
/// <param name="Pattern">A package pattern; null: the packages that the command line names.</param>
/// <param name="Text">As it was given: what programs say of themselves.</param>
public sealed record PatternFlags(string? Pattern, IReadOnlyList<string> Words, string Text)
{
    /// <summary>Takes <c>[pattern=]flags</c> apart.</summary>
    /// <exception cref="SettingException">It has no such form.</exception>
    public static PatternFlags Parse(string text)
    {
        string value = text.Trim();
        string? pattern = null;
        if (value.Length > 0 && value[0] != '-')
        {
            int equals = value.IndexOf('=');
            if (equals <= 0)
            {
                throw new SettingException(equals < 0 ? "missing =<value> in <pattern>=<value>" : "missing <pattern> in <pattern>=<value>");
            }
            if (value[0] is '\'' or '"')
            {
                throw new SettingException($"parameter may not start with quote character {value[0]}");
            }
            pattern = value[..equals].Trim();
            value = value[(equals + 1)..];
        }
        return new PatternFlags(pattern, QuotedFields.Split(value), text);
    }
}
