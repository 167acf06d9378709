namespace Go.Compiler.Link;

/// <summary>A symbol of a library on its way into the image.</summary>
/// <param name="Slot">The word that the loader fills in with its address.</param>
/// <param name="Stub">The code that jumps to it; 0: there is none, and programs name the slot.</param>
internal readonly record struct LinkImport(int Slot, int Stub, string Remote, string Library);
