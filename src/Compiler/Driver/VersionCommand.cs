using System.Reflection;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary><c>dotnet go version</c>.</summary>
internal static class VersionCommand
{
    public static string Text()
    {
        string own = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return $"go version go{GoRelease.Language} (Go.Sdk {own}) {HostSystem.Os}/{HostSystem.Arch}";
    }
}
