namespace Go.Compiler.Images;

/// <summary>A file format of executables. Writers only translate: order, contents and addresses within sections are the linker's.</summary>
public interface IImageFormat
{
    /// <summary>Gives every section its address and file offset, and every note its offset. False when the notes do not fit.</summary>
    bool Place(ImageModel model);

    /// <summary>Writes the headers into <paramref name="loaded"/> (headers and sections) and returns what follows the sections in the file: symbol and section tables.</summary>
    byte[] Finish(ImageModel model, Span<byte> loaded);
}
