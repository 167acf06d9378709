namespace Go.Compiler.Images.MachO;

/// <summary>Kinds of load commands, as their numbers in the file; only those that programs of this SDK or of Go have.</summary>
public enum LoadCommandKind : uint
{
    SymbolTable = 0x2,
    UnixThread = 0x5,
    DynamicSymbolTable = 0xB,
    LoadLibrary = 0xC,
    LoadDynamicLinker = 0xE,
    Segment = 0x19,
    Uuid = 0x1B,
    CodeSignature = 0x1D,
    FunctionStarts = 0x26,
    SourceVersion = 0x2A,
    BuildVersion = 0x32,

    /// <summary>Kinds with this bit must be understood by whoever loads the program.</summary>
    Required = 0x8000_0000,
    DynamicLinkerInformation = 0x22 | Required,
    Main = 0x28 | Required,
    ExportsTrie = 0x33 | Required,
    ChainedFixups = 0x34 | Required,
}
