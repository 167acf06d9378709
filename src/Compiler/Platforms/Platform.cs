using Go.Compiler.Assembler;
using Go.Compiler.Backend;
using Go.Compiler.Images;
using Go.Compiler.Objects;
using Go.Compiler.Targets;
using Go.Compiler.Types;

namespace Go.Compiler.Platforms;

/// <summary>A supported target with everything that is true of it only, as services for the rooms above.</summary>
public sealed record Platform
{
    public required Target Target { get; init; }
    public required IAsmDialect AssemblerDialect { get; init; }

    /// <summary>Definitions that assembly files see besides GOOS_x, GOARCH_x and GOEXPERIMENT_x.</summary>
    public required IReadOnlyList<string> AssemblerDefines { get; init; }
    /// <summary>A new code generator: one per worker.</summary>
    public required Func<Layout, ICodeGenerator> NewCodeGenerator { get; init; }
    public required IRelocator Relocator { get; init; }
    public required ImageFacts Image { get; init; }

    /// <summary>What the name of a program's file ends in.</summary>
    public string ExecutableSuffix { get; init; } = "";

    /// <summary>
    /// What a program's file says of itself to people, as the system wants it; null as a result when the icon is none, and where files say
    /// nothing.
    /// </summary>
    public Func<ProgramIdentity, IReadOnlyList<ImageResource>?>? Resources { get; init; }

    /// <summary>
    /// Reads object files that hold resources and nothing else (<c>.syso</c>); a file's result is null when it holds anything else. Null:
    /// there are none.
    /// </summary>
    public Func<byte[], IReadOnlyList<ImageResource>?>? ResourceObjects { get; init; }

    /// <summary>Puts resources of such files together with those that were made of what the project says.</summary>
    public Func<IReadOnlyList<ImageResource>, IReadOnlyList<ImageResource>, IReadOnlyList<ImageResource>>? MergeResources { get; init; }

    /// <summary>Finds frames in functions, where the system unwinds stacks by tables; null: it does not.</summary>
    public IFrameReader? Frames { get; init; }
    public required IImageFormat ImageFormat { get; init; }
}
