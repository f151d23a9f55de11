using System.Text;

namespace EspSmartMeter.Tests.Fuzz;

/// <summary>A sound text with a few things wrong in it.</summary>
internal static class MutatedText
{
    private static readonly string[] Odd =
    [
        "\"", "{", "}", "[", "]", ",", ":", "\\u0000", "\\ud800", "\\", "\n", "\r\n\r\n", "\t", "\0", "null", "true", "-1", "0", "1e400", "999999999999999999999", "0.1",
        "\"\"", "{}", "[]", "/dev/zero", "tcp://", "file:///", "../", "#", "=", "..", "or", "within", "\u2028", "\uFEFF", "é", new string('9', 400), new string('a', 20_000),
        new string('[', 200),
    ];

    public static byte[] Of(string sound, Random random)
    {
        StringBuilder text = new(sound);
        for (int changes = 1 + random.Next(random.Next(4) == 0 ? 40 : 4); changes > 0; changes--)
            Change(text, random);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        // Octets that are no text, or an end in the middle.
        if (bytes.Length > 0 && random.Next(4) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(8) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private static void Change(StringBuilder text, Random random)
    {
        int at = random.Next(text.Length + 1), count = Math.Min(text.Length - at, 1 + random.Next(20));
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, count);
                break;
            case 1:
                text.Insert(at, Odd[random.Next(Odd.Length)]);
                break;
            case 2:
                text.Remove(at, count).Insert(at, Odd[random.Next(Odd.Length)]);
                break;
            default:
                text.Insert(random.Next(text.Length + 1), text.ToString(at, count));
                break;
        }
    }
}
