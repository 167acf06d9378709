using System.Text.Json.Serialization;

namespace Go.Compiler.FileSystem;

/// <summary>
/// How lists of files to embed are written and read: worked out when this is compiled, for a native program has no reflection to ask.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EmbedItem[]))]
internal sealed partial class EmbedItemTexts : JsonSerializerContext;
