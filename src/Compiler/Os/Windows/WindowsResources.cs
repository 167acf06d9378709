using Go.Compiler.Images;

namespace Go.Compiler.Os.Windows;

/// <summary>What Windows shows of a program: its version, and its icon.</summary>
public static class WindowsResources
{
    /// <summary>The resources; null when the icon is none.</summary>
    public static IReadOnlyList<ImageResource>? Of(ProgramIdentity identity)
    {
        var resources = new List<ImageResource>();
        if (identity.Icon is not null)
        {
            if (IconResource.Of(identity.Icon) is not { } icon)
            {
                return null;
            }
            resources.AddRange(icon);
        }
        if (VersionResource.Of(identity) is { } version)
        {
            resources.Add(version);
        }
        return resources;
    }
}
