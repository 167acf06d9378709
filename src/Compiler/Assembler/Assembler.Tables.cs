using Go.Compiler.Code;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Assembler;

public sealed partial class Assembler
{
    /// <summary>The locals' stack map of functions without pointers in their frame: two bitmaps of no bits (contract 5.2).</summary>
    private const string NoLocalPointers = "gclocals\u00b7nopointers";

    /// <summary>FUNCDATA statements, with the two symbolic names replaced, and the maps the compiler made for the Go declaration.</summary>
    private void CollectFuncData(AsmFunction function, AsmCode code)
    {
        bool maps = false, info = false;
        foreach (AsmStatement statement in function.Statements)
        {
            if (statement.Kind != AsmStatementKind.FuncData)
            {
                continue;
            }
            int id = (int)statement.Operands[0].Offset;
            AsmSymbol symbol = statement.Operands[1].Symbol!;
            maps |= id == FuncDataId.ArgsPointerMaps;
            info |= id == FuncDataId.ArgInfo;
            if (symbol.Name == "go_args_stackmap")
            {
                AddCompilerMap(function, code, FuncDataId.ArgsPointerMaps, ".args_stackmap");
            }
            else
            {
                code.FuncData.Add((id, symbol.Name == "no_pointers_stackmap" ? NoPointersSymbol() : symbol));
            }
        }
        bool ours = function.Symbol.Abi == SymbolAbi.Abi0
            && function.Symbol.Name.StartsWith(_options.PackagePath + ".", StringComparison.Ordinal);
        if (ours && !maps)
        {
            AddCompilerMap(function, code, FuncDataId.ArgsPointerMaps, ".args_stackmap");
        }
        if (ours && !info)
        {
            AddCompilerMap(function, code, FuncDataId.ArgInfo, ".arginfo0");
        }
    }

    private void AddCompilerMap(AsmFunction function, AsmCode code, int id, string suffix)
    {
        string name = function.Symbol.Name + suffix;
        if (_options.CompilerStackMaps.Contains(name))
        {
            code.FuncData.Add((id, new AsmSymbol(name, SymbolAbi.Abi0, false)));
        }
    }

    private AsmSymbol NoPointersSymbol()
    {
        var symbol = new AsmSymbol(NoLocalPointers, SymbolAbi.Abi0, false);
        if (_pool.Add(NoLocalPointers))
        {
            _output.Symbols.Add(new ObjectSymbol(Reference(symbol), SymbolKind.FuncData) { Flags = SymbolFlags.DupOk, Size = 8,
                Data = [2, 0, 0, 0, 0, 0, 0, 0] });
        }
        return symbol;
    }

    private FunctionInfo Tables(AsmFunction function, AsmCode code)
    {
        int size = code.Bytes.Length;
        var depth = new PcValueTableBuilder(_abi.PcQuantum);
        foreach ((int pc, int value) in code.Depths)
        {
            depth.Set(pc, value);
        }
        var lines = new PcValueTableBuilder(_abi.PcQuantum);
        var files = new PcValueTableBuilder(_abi.PcQuantum);
        foreach ((int pc, AsmPosition position) in code.Lines)
        {
            lines.Set(pc, position.Line - function.Position.Line);
            files.Set(pc, FileIndex(position.File));
        }
        return new FunctionInfo
        {
            Args = function.ArgumentSize,
            FrameSize = code.FrameSize,
            StartLine = function.Position.Line,
            PcSp = depth.Finish(size),
            PcFile = files.Finish(size),
            PcLine = lines.Finish(size),
            PcData = PcData(code, size),
            FuncData = FuncData(code),
        };
    }

    private int FileIndex(string path)
    {
        if (!_files.TryGetValue(path, out int index))
        {
            index = _output.Files.Count;
            _output.Files.Add(path);
            _files.Add(path, index);
        }
        return index;
    }

    private byte[]?[] PcData(AsmCode code, int size)
    {
        int tables = 0;
        foreach ((_, int table, int value) in code.PcData)
        {
            tables = value != -1 ? Math.Max(tables, table + 1) : tables;
        }
        var result = new byte[]?[tables];
        for (int t = 0; t < tables; t++)
        {
            var builder = new PcValueTableBuilder(_abi.PcQuantum);
            foreach ((int pc, int table, int value) in code.PcData)
            {
                if (table == t)
                {
                    builder.Set(pc, value);
                }
            }
            byte[] bytes = builder.Finish(size);
            result[t] = bytes.Length == 0 ? null : bytes;
        }
        return result;
    }

    private SymbolRef[] FuncData(AsmCode code)
    {
        int count = 0;
        foreach ((int id, _) in code.FuncData)
        {
            count = Math.Max(count, id + 1);
        }
        var result = new SymbolRef[count];
        foreach ((int id, AsmSymbol symbol) in code.FuncData)
        {
            result[id] = Reference(symbol);
        }
        return result;
    }
}
