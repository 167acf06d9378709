namespace Go.Compiler.Link;

/// <summary>Where the parts of the function tables lie: offsets within their section.</summary>
internal sealed class FunctionTableLayout
{
    public int FunctionCount { get; set; }
    public long Names { get; set; }
    public long NamesSize { get; set; }
    public long UnitFiles { get; set; }
    public long UnitFilesSize { get; set; }
    public long Files { get; set; }
    public long FilesSize { get; set; }
    public long PcTables { get; set; }
    public long PcTablesSize { get; set; }
    public long Functions { get; set; }
    public long FunctionsSize { get; set; }
    public long FuncData { get; set; }
    public long FindFunc { get; set; }

    /// <summary>Bytes of text up to the end of the last function, without fill.</summary>
    public long TextUsed { get; set; }
}
