namespace Go.Compiler.Code;

/// <summary>Fills a gap with instructions that do nothing.</summary>
public delegate void FillCode(Span<byte> gap);
