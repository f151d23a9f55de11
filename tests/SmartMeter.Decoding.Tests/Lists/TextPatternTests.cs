using SmartMeter.Decoding.Lists;

namespace SmartMeter.Decoding.Tests.Lists;

public class TextPatternTests
{
    [Theory]
    [InlineData("KFM_001", "KFM_001", true)]
    [InlineData("KFM_001", "KFM_0011", false)]
    [InlineData("ISK*", "ISK", true)]
    [InlineData("ISK*", "AISK", false)]
    [InlineData("*", "", true)]
    [InlineData("68[46]*01?", "6841138BN243101010", true)]
    [InlineData("68[46]*01?", "6851138BN243101010", false)]
    [InlineData("68[46]*01?", "6841138BN243101001", false)]
    [InlineData("*aab", "aaab", true)]
    [InlineData("T[1-4]", "T4", true)]
    [InlineData("T[1-4]", "T5", false)]
    [InlineData("[A-CX]", "X", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[0-9]+", "12345678", true)]
    [InlineData("[0-9]+", "", false)]
    [InlineData("[0-9]+", "1234A678", false)]
    [InlineData("[0-9]+", "1234+", false)]
    [InlineData("A[0-9]+B*", "A12B", true)]
    [InlineData("A[0-9]+B", "AB", false)]
    [InlineData("*[0-9]+", "A1B23", true)]
    [InlineData("A+", "A+", true)]
    public void Holds_by_its_wildcards(string pattern, string text, bool holds) => Assert.Equal(holds, new TextPattern([pattern]).Holds(text));

    [Fact]
    public void One_alternative_is_enough() => Assert.True(new TextPattern(["A*", "B*"]).Holds("B1"));
}
