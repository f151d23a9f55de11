using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Tests.Lists;

/// <summary>What a push must have been read as.</summary>
internal static class ListExpectations
{
    /// <summary>The list, the meter's number, and values as <c>code = value unit</c>; <c>?</c> where nobody knows the scale.</summary>
    public static void IsRead(this Decoded decoded, string list, string? meter, params string[] values)
    {
        Reading reading = decoded.Only();
        Assert.Equal(list, reading.List);
        Assert.Equal(meter, reading.MeterId);
        foreach (string value in values)
        {
            string[] sides = value.Split(" = ");
            Assert.Equal(value, $"{sides[0]} = {reading.Of(sides[0])}");
        }
    }

    /// <summary>The list is refused as unknown, with the structure for who wants to write its table.</summary>
    public static void IsUnknown(this Decoded decoded, string structure)
    {
        Assert.Equal("list unknown-list", decoded.OnlyRejection());
        Assert.Contains(structure, decoded.Rejections[0].Detail, StringComparison.Ordinal);
    }
}
