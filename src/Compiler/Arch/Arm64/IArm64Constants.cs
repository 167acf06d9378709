namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Constants that one instruction does not hold. Compiler and assembler make them in sequences of their own, through registers of their
/// own.
/// </summary>
internal interface IArm64Constants
{
    /// <summary>register = value.</summary>
    void Load(int register, long value);

    /// <summary>d = a + value; both may be the stack pointer.</summary>
    void Add(int d, int a, long value);
}
