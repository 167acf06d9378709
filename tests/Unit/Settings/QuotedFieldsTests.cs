using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Settings;

/// <summary>Words in flags and variables, as Go takes them apart.</summary>
public sealed class QuotedFieldsTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData(" \t\n", new string[0])]
    [InlineData("a  b\tc", new[] { "a", "b", "c" })]
    [InlineData("'a b' \"c d\"", new[] { "a b", "c d" })]
    [InlineData("-X main.v='a b'", new[] { "-X", "main.v='a", "b'" })]
    [InlineData("a'b \"c'd\"", new[] { "a'b", "c'd" })]
    [InlineData("'a'b", new[] { "a", "b" })]
    [InlineData("''", new[] { "" })]
    public void Quotes_count_at_the_start_of_a_word_only(string text, string[] words) => Assert.Equal(words, QuotedFields.Split(text));

    [Theory, InlineData("'a", "unterminated ' string"), InlineData("x \"a'", "unterminated \" string")]
    public void A_quote_that_does_not_close_is_an_error(string text, string message)
        => Assert.Equal(message, Assert.Throws<SettingException>(() => QuotedFields.Split(text)).Message);

    [Fact]
    public void Joined_words_come_apart_again()
    {
        string[] words = ["a", "", "b c", "d'e", "f\"g", "h 'i"];
        Assert.Equal(words, QuotedFields.Split(QuotedFields.Join(words)));
    }
}
