using Go.Compiler.Platforms;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>Tells which runtime identifiers programs can be built for, with the names that Go has for them.</summary>
[MSBuildMultiThreadableTask]
public sealed class GoListTargets : GoTaskBase
{
    protected override void ExecuteCore()
    {
        foreach (string identifier in RuntimeIdentifiers.Supported())
        {
            (string os, string arch) = RuntimeIdentifiers.Find(identifier)!.Value;
            LogMessage($"{identifier,-18} {os}/{arch}", MessageImportance.High);
        }
    }
}
