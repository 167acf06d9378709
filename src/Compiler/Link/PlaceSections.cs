using Go.Compiler.Diagnostics;
using Go.Compiler.Images;

namespace Go.Compiler.Link;

/// <summary>Gives the sections their addresses.</summary>
internal static class PlaceSections
{
    public static void Run(LinkSession session)
    {
        var sections = new List<ImageSection>((int)SectionId.Count - 1);
        for (var id = SectionId.Text; id < SectionId.Count; id++)
        {
            sections.Add(session[id].Image);
        }
        LinkOptions options = session.Options;
        session.Image = new ImageModel(options.Image, sections)
        {
            Notes = BuildIds.NotesOf(options), Imports = DynamicImports.ImagesOf(session), Libraries = session.Libraries,
            IsPositionIndependent = options.IsPositionIndependent, RebaseCount = options.IsPositionIndependent ? Rebases.Count(session) : 0,
            IsWindowed = options.IsWindowed, Resources = options.Resources, Interpreter = options.Interpreter,
            TextAddress = options.TextAddress, DataAddress = options.DataAddress, SegmentAlignment = options.SegmentAlignment,
        };
        if (!options.Format.Place(session.Image))
        {
            session.Error(Catalogue.BuildIdTooLong, options.Interpreter is null ? "the build id does not fit in the headers"
                : "the build id and the path of the loader do not fit in the headers");
            return;
        }
        if (options.DataAddress is { } data && data < EndBelow(session, ImageProtection.Writable))
        {
            session.Error(Catalogue.ProgramTooLarge, $"data at 0x{data:x} (-D) would lie on what is before it");
            return;
        }
        DynamicImports.Place(session);
        session.Image.Entry = session.AddressOf(Reach.EntryOf(session));
    }

    /// <summary>The end of everything before sections of a kind.</summary>
    private static ulong EndBelow(LinkSession session, ImageProtection kind)
    {
        ulong end = 0;
        foreach (ImageSection section in session.Image!.Sections)
        {
            end = section.Protection < kind ? Math.Max(end, section.End) : end;
        }
        return end;
    }
}
