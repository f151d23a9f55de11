namespace EspSmartMeter.Sinks;

/// <summary>What a call to a sink is about.</summary>
internal enum CallKind : byte
{
    Telegram,

    /// <summary>A rejection, or the sum of a flood of them.</summary>
    Rejection,

    /// <summary>What the registries tell anew at any time.</summary>
    News,

    /// <summary>The sink's own.</summary>
    Turn,
}

/// <summary>Calls that a full queue dropped.</summary>
internal readonly record struct DroppedCalls(long Telegrams, long Rejections, long Others)
{
    public long Count => Telegrams + Rejections + Others;

    public DroppedCalls With(CallKind kind) => kind switch
    {
        CallKind.Telegram => this with { Telegrams = Telegrams + 1 },
        CallKind.Rejection => this with { Rejections = Rejections + 1 },
        _ => this with { Others = Others + 1 },
    };
}
