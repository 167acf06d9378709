using Go.Compiler.Images;

namespace Go.Compiler.Os.Windows;

/// <summary>What Windows shows of a program: its version, and its icon.</summary>
public static class WindowsResources
{
    private const ushort IconKind = 3, IconGroupKind = 14;

    /// <summary>Reads the resources of object files for a machine; they are null when a file holds anything else.</summary>
    public static Func<byte[], IReadOnlyList<ImageResource>?> FromObjects(ushort machine) => file => ResourceObject.Of(file, machine);

    /// <summary>
    /// The first of each kind, name and language; what <paramref name="own"/> has of a kind stands for all of <paramref name="made"/> of
    /// that kind.
    /// </summary>
    public static IReadOnlyList<ImageResource> Merge(IReadOnlyList<ImageResource> own, IReadOnlyList<ImageResource> made)
    {
        HashSet<ushort> kinds = [.. own.Select(r => r.Kind)];
        if (kinds.Contains(IconKind) || kinds.Contains(IconGroupKind))
        {
            kinds.UnionWith([IconKind, IconGroupKind]);
        }
        return [.. own.DistinctBy(r => (r.Kind, r.Name, r.Language)), .. made.Where(r => !kinds.Contains(r.Kind))];
    }

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
