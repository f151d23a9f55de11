using Architecture.Tests.Planted.Switches;

namespace Architecture.Tests.Planted.Lamps;

/// <summary>Half of a circle that is there to be found: uses its switch only inside a lambda.</summary>
internal sealed class Lamp
{
    public Func<bool> IsLit { get; } = () => Switch.IsOn;
}
