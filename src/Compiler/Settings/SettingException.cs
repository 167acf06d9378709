namespace Go.Compiler.Settings;

/// <summary>A setting has a value that it cannot have; the message is Go's own where Go has one.</summary>
/// <param name="isRefused">Go takes the value, this compiler does not.</param>
public sealed class SettingException(string message, bool isRefused = false) : Exception(message)
{
    public bool IsRefused => isRefused;
}
