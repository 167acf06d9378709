using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Text;

namespace Go.Compiler.Assembler;

/// <summary>
/// The functions that a package's assembly files define, and the symbols they mention, before anything is compiled (contract 1.6): what the
/// original calls symabis. References include data symbols; the compiler keeps those that are functions.
/// </summary>
public sealed class AssemblySymbols
{
    private readonly HashSet<AssemblySymbol> _definedSet = [], _referencedSet = [];

    public List<AssemblySymbol> Definitions { get; } = [];
    public List<AssemblySymbol> References { get; } = [];

    /// <summary>Scans files with an empty go_asm.h; mnemonics and operands are not checked. Preprocessor errors go to the sink.</summary>
    public static AssemblySymbols Scan(IReadOnlyList<SourceFile> files, IAsmDialect dialect, AssemblerOptions options, DiagnosticSink sink)
    {
        var symbols = new AssemblySymbols();
        foreach (SourceFile file in files)
        {
            symbols.ScanFile(file, dialect, options, sink);
        }
        return symbols;
    }

    private void ScanFile(SourceFile file, IAsmDialect dialect, AssemblerOptions options, DiagnosticSink sink)
    {
        var input = new AsmPreprocessor(file, options);
        var reader = new AsmStatementReader(input);
        var operands = new AsmOperandParser(dialect, options);
        try
        {
            while (reader.Next() is { } words)
            {
                Statement(words, operands);
            }
        }
        catch (AsmErrorException e)
        {
            sink.Report(e.Descriptor, e.AtInput ? input.Position.Pos : reader.Position.Pos, e.Message);
        }
    }

    private void Statement(AsmWords words, AsmOperandParser operands)
    {
        if (words.Word == "TEXT")
        {
            if (words.Operands.Count > 0 && operands.FunctionReference(words.Operands[0]) is { } defined && _definedSet.Add(defined))
            {
                Definitions.Add(defined);
            }
            return;
        }
        for (int i = words.Word is "DATA" or "FUNCDATA" ? 1 : 0; i < words.Operands.Count; i++)
        {
            if (operands.FunctionReference(words.Operands[i]) is { } referenced && _referencedSet.Add(referenced))
            {
                References.Add(referenced);
            }
        }
    }
}
