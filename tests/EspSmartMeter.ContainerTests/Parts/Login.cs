namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>The broker's account; its password has what a careless reader of settings trips over.</summary>
internal static class Login
{
    public const string User = "addons", Password = "a pass:word";
}
