using EspSmartMeter.Languages;

namespace EspSmartMeter.Tests.Languages;

public class OneLineTests
{
    [Theory]
    [InlineData("as it is", "as it is")]
    [InlineData("one\ntwo\r\nthree\0\u2028four", "one two  three  four")]
    [InlineData("a text of more than twenty characters", "a text of more than …")]
    [InlineData("nineteen letters ..\U0001F600", "nineteen letters ..…")]
    public void A_text_of_others_stays_on_one_line_and_short(string text, string line) => Assert.Equal(line, OneLine.Of(text, 20));

    [Fact]
    public void What_is_put_into_a_sentence_is_bounded()
    {
        string said = Sentence.Of("file.unreadable", "/tmp/x", new string('y', 10_000) + "\n").ToString();
        Assert.InRange(said.Length, 1, 500);
        Assert.DoesNotContain('\n', Sentence.Plain("one\ntwo").ToString());
    }
}
