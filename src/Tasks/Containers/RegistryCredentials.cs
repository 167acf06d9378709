using System.Text;
using System.Text.Json;

namespace Go.Sdk.Tasks.Containers;

/// <summary>
/// Who a registry is to think is there: what the variables of .NET's own containers say, else what <c>docker login</c> has written down.
/// </summary>
internal static class RegistryCredentials
{
    private static readonly (string User, string Password)[] s_variables =
        [("DOTNET_CONTAINER_PUSH_REGISTRY_UNAME", "DOTNET_CONTAINER_PUSH_REGISTRY_PWORD"),
            ("DOTNET_CONTAINER_REGISTRY_UNAME", "DOTNET_CONTAINER_REGISTRY_PWORD"),
            ("SDK_CONTAINER_REGISTRY_UNAME", "SDK_CONTAINER_REGISTRY_PWORD")];

    /// <summary>Null: nobody in particular.</summary>
    public static (string User, string Password)? Find(string registry)
    {
        foreach ((string userVariable, string passwordVariable) in s_variables)
        {
            if (Environment.GetEnvironmentVariable(userVariable) is { Length: > 0 } user
                && Environment.GetEnvironmentVariable(passwordVariable) is { Length: > 0 } password)
            {
                return (user, password);
            }
        }
        string folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } configured ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        string file = Path.Combine(folder, "config.json");
        return File.Exists(file) ? Read(File.ReadAllText(file), registry) : null;
    }

    private static (string User, string Password)? Read(string text, string registry)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("auths", out JsonElement logins)
                || !logins.TryGetProperty(registry, out JsonElement login)
                || !login.TryGetProperty("auth", out JsonElement value))
            {
                return null;
            }
            string[] parts = Encoding.UTF8.GetString(Convert.FromBase64String(value.GetString() ?? "")).Split(':', 2);
            return parts.Length == 2 ? (parts[0], parts[1]) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"the file of docker logins cannot be read: {e.Message}", e);
        }
    }
}
