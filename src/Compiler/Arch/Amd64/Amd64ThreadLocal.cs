namespace Go.Compiler.Arch.Amd64;

/// <summary>How code without g in a register finds it (contract 1.2): by which segment, at a distance that the linker knows.</summary>
public enum Amd64ThreadLocal : byte
{
    Fs,
    Gs,
}
