namespace Go.Compiler.Images;

/// <summary>A file format of executables. Writers only translate: order, contents and addresses within sections are the linker's.</summary>
public interface IImageFormat
{
    /// <summary>Gives every section its address and file offset, and every note its offset. False when the notes do not fit.</summary>
    bool Place(ImageModel model);

    /// <summary>
    /// Writes the headers into <paramref name="loaded"/> (headers and sections) and returns what follows the sections in the file: symbol
    /// and section tables.
    /// </summary>
    byte[] Finish(ImageModel model, Span<byte> loaded);

    /// <summary>
    /// Writes what depends on all other bytes of the file, such as sums and signatures, once the build ids are in it too.
    /// </summary>
    void Seal(ImageModel model, Span<byte> loaded, Span<byte> rest);

    /// <summary>Bytes of the system's build id that is made from Go's; 0: programs have none.</summary>
    int SystemIdSize { get; }

    /// <summary>Makes a system's build id of a hash of Go's.</summary>
    void MarkSystemId(Span<byte> id);

    /// <summary>Looks at a finished file, whoever made it.</summary>
    ImageExamination Examine(byte[] file);
}
