using System.Collections;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// An item that a task hands back: a name with metadata (MSBuild's own class for that is in a package that tasks here do without).
/// </summary>
internal sealed class NamedItem : ITaskItem
{
    private readonly Dictionary<string, string> _metadata = new(StringComparer.OrdinalIgnoreCase);

    public NamedItem(string name, params (string Name, string Value)[] metadata)
    {
        ItemSpec = name;
        foreach ((string key, string value) in metadata)
        {
            _metadata[key] = value;
        }
    }

    public string ItemSpec { get; set; }

    public ICollection MetadataNames => _metadata.Keys;

    public int MetadataCount => _metadata.Count;

    public string GetMetadata(string metadataName) => _metadata.GetValueOrDefault(metadataName, "");

    public void SetMetadata(string metadataName, string metadataValue) => _metadata[metadataName] = metadataValue;

    public void RemoveMetadata(string metadataName) => _metadata.Remove(metadataName);

    public void CopyMetadataTo(ITaskItem destinationItem)
    {
        foreach ((string name, string value) in _metadata)
        {
            destinationItem.SetMetadata(name, value);
        }
    }

    public IDictionary CloneCustomMetadata() => new Dictionary<string, string>(_metadata, StringComparer.OrdinalIgnoreCase);
}
