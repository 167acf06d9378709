using System.Collections;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tests.Walk;

/// <summary>An item with the metadata Value.</summary>
internal sealed class Item(string name, string value = "") : ITaskItem
{
    public string ItemSpec { get; set; } = name;

    public int MetadataCount => 1;

    public ICollection MetadataNames => new[] { "Value" };

    public IDictionary CloneCustomMetadata() => new Dictionary<string, string> { ["Value"] = value };

    public void CopyMetadataTo(ITaskItem destinationItem) => destinationItem.SetMetadata("Value", value);

    public string GetMetadata(string metadataName) => metadataName == "Value" ? value : "";

    public void RemoveMetadata(string metadataName) => throw new NotSupportedException();

    public void SetMetadata(string metadataName, string metadataValue) => throw new NotSupportedException();
}
