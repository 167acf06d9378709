using Go.Compiler.Ir;

namespace Go.Compiler.Build;

/// <summary>Instances of generic functions that static data refers to: nobody else asks for their code.</summary>
internal static class StaticInstances
{
    /// <summary>In the order of the data.</summary>
    public static IReadOnlyList<InstanceKey> Of(StaticInitialization statics)
    {
        var found = new List<InstanceKey>();
        foreach ((_, StaticValue value) in statics.Values)
        {
            Collect(value, found);
        }
        foreach (StaticVariable variable in statics.Anonymous)
        {
            Collect(variable.Value, found);
        }
        foreach (MapTable table in statics.Tables)
        {
            Collect(table.Keys, found);
            Collect(table.Values, found);
        }
        return found;
    }

    private static void Collect(StaticValue value, List<InstanceKey> found)
    {
        switch (value)
        {
            case StaticFunction { Function: { TypeArguments.Count: > 0 } key }:
                found.Add(key);
                break;
            case StaticInterface boxed:
                Collect(boxed.Value, found);
                break;
            case StaticAggregate aggregate:
                foreach ((_, StaticValue part) in aggregate.Parts)
                {
                    Collect(part, found);
                }
                break;
        }
    }
}
