namespace Go.Sdk.Tests.Architecture;

/// <summary>The table of LAYERS.txt: rooms bottom to top, each with the rooms it may name.</summary>
internal sealed class Layers
{
    private readonly Dictionary<string, HashSet<string>> _may = [];

    public List<string> Rooms { get; } = [];

    public static Layers Read()
    {
        var layers = new Layers();
        foreach (string line in File.ReadAllLines(Path.Combine(Repository.Compiler, "LAYERS.txt")))
        {
            if (line.StartsWith('#') || line.Length == 0)
            {
                continue;
            }
            string[] parts = line.Split(':', 2);
            layers.Rooms.Add(parts[0]);
            layers._may.Add(parts[0], [.. parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        }
        return layers;
    }

    public bool Knows(string room) => _may.ContainsKey(room);

    public bool May(string room, string other) => room == other || _may[room].Contains(other);

    public IReadOnlySet<string> AllowedBy(string room) => _may[room];

    /// <summary>The innermost room that a name below Go.Compiler belongs to, or null.</summary>
    public string? RoomOf(string name)
    {
        const string prefix = "Go.Compiler.";
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }
        string room = name[prefix.Length..];
        while (!Knows(room) && room.LastIndexOf('.') is > 0 and var dot)
        {
            room = room[..dot];
        }
        return Knows(room) ? room : null;
    }
}
