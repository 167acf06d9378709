using System.Text;

namespace Go.Sdk.TestHost;

/// <summary>
/// The filter of <c>dotnet test --filter</c>, turned into the flags <c>-test.run</c> and <c>-test.skip</c> of a test program. Terms are
/// parts of a name, or <c>Property operator value</c> with the operators =, !=, ~ (contains), !~; either all joined by |, or all by &amp;.
/// A backslash takes an operator as text.
/// </summary>
internal sealed class NameFilter
{
    private static readonly string[] s_nameProperties = ["Name", "DisplayName", "FullyQualifiedName"];
    private readonly List<Term> _terms = [];
    private bool _all;

    /// <summary>Reads a filter.</summary>
    /// <exception cref="FormatException">It is malformed, or says what the flags cannot.</exception>
    public static NameFilter Parse(string text)
    {
        var filter = new NameFilter();
        char joined = '\0';
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\\')
            {
                i++;
            }
            else if (i == text.Length || text[i] is '|' or '&')
            {
                filter._terms.Add(ReadTerm(text[start..Math.Min(i, text.Length)].Trim(), text));
                start = i + 1;
                if (i < text.Length && joined != '\0' && joined != text[i])
                {
                    throw new FormatException($"filter '{text}' mixes | and &");
                }
                joined = i < text.Length ? text[i] : joined;
            }
            else if (text[i] is '(' or ')')
            {
                throw new FormatException($"filter '{text}' has parentheses: terms can only be joined all by | or all by &");
            }
        }
        filter._all = joined == '&';
        filter.Validate(text);
        return filter;
    }

    /// <summary>The flags for a package's test program; null when nothing in that package is meant.</summary>
    public IReadOnlyList<string>? FlagsFor(string package)
    {
        var run = new List<string>();
        var skip = new List<string>();
        bool everything = _all;
        foreach (Term term in _terms)
        {
            string? pattern = term.Pattern(package, out bool matchesAll);
            if (term.IsNegative)
            {
                if (matchesAll)
                {
                    return null;
                }
                if (pattern is not null)
                {
                    skip.Add(pattern);
                }
            }
            else if (pattern is not null)
            {
                run.Add(pattern);
            }
            else if (_all && !matchesAll)
            {
                return null;
            }
            else
            {
                everything |= matchesAll;
            }
        }
        everything |= _terms.TrueForAll(t => t.IsNegative);
        if (run.Count == 0 && !everything)
        {
            return null;
        }
        var flags = new List<string>();
        if (run.Count > 0 && (_all || !everything))
        {
            flags.Add("-test.run=" + string.Join('|', run));
        }
        if (skip.Count > 0)
        {
            flags.Add("-test.skip=" + string.Join('|', skip));
        }
        return flags;
    }

    /// <summary>The text as a value of a term that means exactly this text.</summary>
    public static string Escape(string value)
    {
        var text = new StringBuilder();
        foreach (char c in value)
        {
            if (@"\()|&=!~".Contains(c))
            {
                text.Append('\\');
            }
            text.Append(c);
        }
        return text.ToString();
    }

    private void Validate(string text)
    {
        if (_terms.Count > 1 && !_all && _terms.Exists(t => t.IsNegative))
        {
            throw new FormatException($"filter '{text}' joins a negative term by |: only & can");
        }
        if (_all && _terms.FindAll(t => !t.IsNegative && !t.OfPackage).Count > 1)
        {
            throw new FormatException($"filter '{text}' joins several names by &: -run can only choose between names");
        }
    }

    private static Term ReadTerm(string term, string whole)
    {
        if (term.Length == 0)
        {
            throw new FormatException($"filter '{whole}' has an empty term");
        }
        int at = 0;
        while (at < term.Length && term[at] is not ('=' or '~' or '!'))
        {
            at += term[at] == '\\' ? 2 : 1;
        }
        if (at >= term.Length)
        {
            return new Term("FullyQualifiedName", IsNegative: false, IsExact: false, Unescape(term));
        }
        bool negative = term[at] == '!';
        int sign = negative ? at + 1 : at;
        string property = term[..at].Trim(), value = sign < term.Length ? Unescape(term[(sign + 1)..].Trim()) : "";
        if (sign >= term.Length || term[sign] is not ('=' or '~') || value.Length == 0)
        {
            throw new FormatException($"filter '{whole}' has an incomplete term '{term}'");
        }
        string known = Array.Find([.. s_nameProperties, "ClassName"], p => p.Equals(property, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"filter '{whole}' names '{property}'; Go tests have Name, DisplayName, FullyQualifiedName and ClassName (the package)");
        return new Term(known, negative, term[sign] == '=', value);
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            plain.Append(text[i]);
        }
        return plain.ToString();
    }

    private sealed record Term(string Property, bool IsNegative, bool IsExact, string Value)
    {
        public bool OfPackage => Property == "ClassName";

        /// <summary>
        /// The expression for <c>-test.run</c> that the term (without its negation) means in a package; null when it means all of the
        /// package, or nothing.
        /// </summary>
        public string? Pattern(string package, out bool matchesAll)
        {
            matchesAll = false;
            if (OfPackage)
            {
                matchesAll = IsExact ? package == Value : package.Contains(Value, StringComparison.Ordinal);
                return null;
            }
            string prefix = package + ".";
            if (IsExact)
            {
                string name = Value.StartsWith(prefix, StringComparison.Ordinal) ? Value[prefix.Length..] : Value;
                return Property == "FullyQualifiedName" && name.Length == Value.Length && !IsTestName(name)
                    ? null : Quote(name, exact: true);
            }
            if (Property == "FullyQualifiedName")
            {
                matchesAll = prefix.Contains(Value, StringComparison.Ordinal);
                if (matchesAll)
                {
                    return null;
                }
                for (int n = Math.Min(prefix.Length, Value.Length - 1); n > 0; n--)
                {
                    if (Value[n - 1] == '.' && prefix.EndsWith(Value[..n], StringComparison.Ordinal))
                    {
                        return "^" + Quote(Value[n..], exact: false);
                    }
                }
            }
            return Quote(Value, exact: false);
        }

        private static bool IsTestName(string name)
            => Array.Exists(["Test", "Example", "Fuzz", "Benchmark"], p => name.StartsWith(p, StringComparison.Ordinal));

        /// <summary>The name as a regular expression of Go's, level by level.</summary>
        private static string Quote(string name, bool exact)
        {
            var pattern = new StringBuilder(exact ? "^" : "");
            foreach (char c in name)
            {
                if (c == '/')
                {
                    pattern.Append(exact ? "$/^" : "/");
                    continue;
                }
                if (@"\.+*?()|[]{}^$".Contains(c))
                {
                    pattern.Append('\\');
                }
                pattern.Append(c);
            }
            return pattern.Append(exact ? "$" : "").ToString();
        }
    }
}
