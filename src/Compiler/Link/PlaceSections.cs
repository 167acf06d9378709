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
        session.Image = new ImageModel(session.Options.Image, sections) { Notes = BuildIds.NotesOf(session.Options) };
        if (!session.Options.Format.Place(session.Image))
        {
            session.Error(Catalogue.BuildIdTooLong, "the build id does not fit in the headers");
            return;
        }
        session.Image.Entry = session.AddressOf(Reach.EntryOf(session));
    }
}
