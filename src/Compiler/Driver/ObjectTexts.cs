using System.Text.Json.Serialization;
using Go.Compiler.Build;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Build.Coverage;
using Go.Compiler.Images;
using Go.Compiler.Modules;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// How the options that travel whole in <see cref="WorkerMessages"/> are written and read: worked out when this is compiled, for a native
/// program has no reflection to ask.
/// </summary>
/// <remarks>Through metadata: writers that are generated whole make an empty array of bytes of none.</remarks>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ModuleSettings))]
[JsonSerializable(typeof(IReadOnlyList<PatternFlags>))]
[JsonSerializable(typeof(AnalysisOptions))]
[JsonSerializable(typeof(CoverageSettings))]
[JsonSerializable(typeof(ProgramIdentity))]
[JsonSerializable(typeof(ProjectOptions))]
internal sealed partial class ObjectTexts : JsonSerializerContext;
