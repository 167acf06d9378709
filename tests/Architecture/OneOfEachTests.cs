using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Architecture;

/// <summary>
/// What is written once is not written again: small tools stand in the room Collections, names and numbers of Go's runtime in
/// RuntimeContract.
/// </summary>
public sealed partial class OneOfEachTests
{
    private static readonly (string Room, string What, Func<string, bool> IsIn)[] s_rules =
    [
        ("Collections", "rounds up by hand: Alignment.Up", static line => RoundingUp().IsMatch(line)),
        ("Collections", "has numbers of seven bits a byte: Leb128", static line => SevenBits().IsMatch(line)),
        ("Collections", "has a set of bits in words: BitSet", static line => WordOfBits().IsMatch(line)),
        ("RuntimeContract", "names a symbol of the runtime: RuntimeCalls, RuntimeSymbols, LinkerSymbols",
            static line => RuntimeSymbol().IsMatch(line)),
        ("RuntimeContract", "has an offset in a table of the runtime: TypeDescriptors", static line => TableOffset().IsMatch(line)),
    ];

    [Fact]
    public void Every_tool_and_every_name_of_the_contract_stands_in_one_place()
    {
        var wrong = new List<string>();
        foreach (string file in Repository.Sources(Repository.Compiler))
        {
            string name = Path.GetRelativePath(Repository.Compiler, file).Replace(Path.DirectorySeparatorChar, '/');
            string room = name.Split('/')[0];
            foreach (string line in File.ReadLines(file).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)))
            {
                foreach ((string home, string what, Func<string, bool> isIn) in s_rules)
                {
                    // What the runtime of one architecture has, only that architecture asks for. Formats of Git have numbers of their own.
                    if (room != home && isIn(line) && !(home == "RuntimeContract" && room == "Arch") && room != "VersionControl")
                    {
                        wrong.Add($"{name} {what}: {line.Trim()}");
                    }
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData(0, "long at = (size + alignment - 1) & -alignment;")]
    [InlineData(0, "at = (at + PageSize - 1) & ~(PageSize - 1ul);")]
    [InlineData(1, "for (; v >= 0x80; v >>= 7)")]
    [InlineData(1, "bytes.Add((byte)(v | 0x80));")]
    [InlineData(1, "v |= (uint)(b & 0x7F) << shift;")]
    [InlineData(2, "live[part >> 6] |= 1ul << (part & 63);")]
    [InlineData(3, "Call(\"runtime.panicshift\")")]
    [InlineData(4, "private const int ItabTypeOffset = 8;")]
    public void The_patterns_find_what_they_are_for(int rule, string line) => Assert.True(s_rules[rule].IsIn(line));

    [GeneratedRegex(@"- 1u?\) ?& ?(-|~\()")]
    private static partial Regex RoundingUp();

    [GeneratedRegex(@"\(\w+ \| 0x80\)|& 0x7[fF]\) << (shift|\()|>>= 7\b")]
    private static partial Regex SevenBits();

    [GeneratedRegex(@"<< \(?\w+ & 63\b")]
    private static partial Regex WordOfBits();

    [GeneratedRegex(@"""runtime\.\w")]
    private static partial Regex RuntimeSymbol();

    [GeneratedRegex(@"\bconst \w+ Itab\w* = \d")]
    private static partial Regex TableOffset();
}
