namespace Go.Compiler.Code;

/// <summary>
/// Who makes a function, compiler or assembler, as the code of its frame sees it: what holds from here on is told to it, for the tables.
/// </summary>
internal interface IFrameEvents
{
    /// <summary>SP lies by so many bytes lower than before.</summary>
    void MoveDepth(int bytes);

    /// <summary>The code must not be preempted; or it may be wherever the function may.</summary>
    void SetUnsafe(bool isUnsafe);
}
