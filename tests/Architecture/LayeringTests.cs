using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Architecture;

/// <summary>
/// Rooms name only rooms that LAYERS.txt allows: seen in the source (usings, qualified names; constants too) and in the compiled code.
/// </summary>
public sealed partial class LayeringTests
{
    private readonly Layers _layers = Layers.Read();

    [Fact]
    public void Edges_point_to_lower_rooms()
    {
        for (int i = 0; i < _layers.Rooms.Count; i++)
        {
            foreach (string other in _layers.AllowedBy(_layers.Rooms[i]))
            {
                int at = _layers.Rooms.IndexOf(other);
                Assert.True(at >= 0 && at < i, $"{_layers.Rooms[i]} may name {other}, which is not below it");
            }
        }
    }

    [Fact]
    public void Folders_are_namespaces_and_rooms()
    {
        var wrong = new List<string>();
        foreach (string file in Repository.Sources(Repository.Compiler))
        {
            string folder = Path.GetDirectoryName(Path.GetRelativePath(Repository.Compiler,
                file))!.Replace(Path.DirectorySeparatorChar, '.');
            Match m = NamespaceLine().Match(File.ReadAllText(file));
            if (!m.Success || m.Groups[1].Value != "Go.Compiler." + folder || _layers.RoomOf("Go.Compiler." + folder) is null)
            {
                wrong.Add(Path.GetRelativePath(Repository.Compiler, file));
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Sources_name_only_allowed_rooms()
    {
        var violations = new List<string>();
        foreach (string file in Repository.Sources(Repository.Compiler))
        {
            string relative = Path.GetRelativePath(Repository.Compiler, file);
            string text = File.ReadAllText(file);
            string room = _layers.RoomOf(NamespaceLine().Match(text).Groups[1].Value)!;
            foreach (Match m in QualifiedName().Matches(NamespaceLine().Replace(text, "")))
            {
                if (_layers.RoomOf(m.Value) is { } other && !_layers.May(room, other))
                {
                    violations.Add($"{relative} names {other}");
                }
            }
        }
        AssertNone(violations.Distinct());
    }

    [Fact]
    public void Compiled_code_uses_only_allowed_rooms()
    {
        using FileStream stream = File.OpenRead(typeof(Compiler.Text.Pos).Assembly.Location);
        using var pe = new PEReader(stream);
        MetadataReader reader = pe.GetMetadataReader();
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            string? room = RoomOfType(reader, handle);
            if (room is null)
            {
                continue;
            }
            string name = reader.GetString(reader.GetTypeDefinition(handle).Name);
            foreach (TypeDefinitionHandle used in new UsedTypes(pe, reader).Of(handle))
            {
                string? other = RoomOfType(reader, used);
                if (other is not null && !_layers.May(room, other))
                {
                    violations.Add($"{room}: {name} uses {other}.{reader.GetString(reader.GetTypeDefinition(used).Name)}");
                }
            }
        }
        AssertNone(violations);
    }

    /// <summary>Shows all of them, where the framework's assertion shows the beginnings of five.</summary>
    private static void AssertNone(IEnumerable<string> violations)
    {
        string all = string.Join('\n', violations);
        Assert.True(all.Length == 0, all);
    }

    private string? RoomOfType(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        }
        return _layers.RoomOf(reader.GetString(type.Namespace));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bGo\.Compiler\.[\w.]+\w")]
    private static partial Regex QualifiedName();
}
