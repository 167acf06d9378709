namespace Go.Compiler.Backend.Machine;

/// <summary>
/// Where an architecture's instructions go while a function is written: labels, and places that get their pc when branches have their
/// lengths.
/// </summary>
internal interface ICodeWriter
{
    /// <summary>What comes next, for <see cref="PcOfPlace"/>.</summary>
    int Place { get; }

    /// <summary>Nothing is written yet.</summary>
    bool IsEmpty { get; }

    int NewLabel();

    /// <summary>The label is here. Each is bound once, before or after the branches to it.</summary>
    void Bind(int label);

    /// <summary>The code; places and relocations have their final pcs from now on.</summary>
    byte[] Finish();

    int PcOfPlace(int place);
    int PcOf(int label);

    IReadOnlyList<CodeRelocation> Relocations { get; }
}
