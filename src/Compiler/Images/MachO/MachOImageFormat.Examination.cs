namespace Go.Compiler.Images.MachO;

/// <summary>A finished file, looked at.</summary>
public sealed partial class MachOImageFormat
{
    /// <inheritdoc/>
    public ImageExamination Examine(byte[] file)
    {
        if (!MachOFile.IsOne(file))
        {
            return new ImageExamination("it is no Mach-O file of 64 bits");
        }
        try
        {
            return Examine(MachOFile.Read(file));
        }
        catch (InvalidDataException e)
        {
            return new ImageExamination(e.Message);
        }
    }

    private ImageExamination Examine(MachOFile file)
    {
        if (file.Processor != facts.Processor)
        {
            return new ImageExamination(
                $"its head says processor 0x{file.Processor:x}, and programs of this target have 0x{facts.Processor:x}");
        }
        if (file.FileKind != MachONumbers.ExecuteFile)
        {
            return new ImageExamination(
                $"it is a Mach-O file of kind {file.FileKind}, and programs are of kind {MachONumbers.ExecuteFile}");
        }
        bool isSigned = file.Find(LoadCommandKind.CodeSignature) is not null;
        if ((isSigned || facts.IsSigned) && file.VerifySignature() is { } problem)
        {
            return new ImageExamination($"{problem}: the system will not run it");
        }
        string? foreign = null;
        foreach (string library in file.Libraries)
        {
            foreign ??= library.StartsWith("/usr/lib/", StringComparison.Ordinal)
                || library.StartsWith("/System/", StringComparison.Ordinal) ? null : library;
        }
        return new ImageExamination(null,
            $"position independent, {string.Join(", ", file.Libraries)}, {(isSigned ? "signed" : "not signed")}", foreign);
    }
}
