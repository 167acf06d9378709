using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Tests.Link;

namespace Go.Sdk.Tests.Sdk;

/// <summary>What a project says of its program to people, in the details of a program for Windows.</summary>
public sealed class WindowsResourceTests
{
    private const string Main = "package main\n\nfunc main() { println(\"hello\") }\n";
    private static readonly byte[] s_picture = [0x89, .. "PNG\r\n\x1a\n"u8, 1, 2, 3, 4, 5, 6, 7];

    /// <summary>An icon whose one picture is a PNG file of 256 pixels, as large icons are.</summary>
    private static byte[] Icon()
        => [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 32, 0, (byte)s_picture.Length, 0, 0, 0, 22, 0, 0, 0, .. s_picture];

    private static ProjectFolder Project(string properties)
    {
        ProjectFolder project = new ProjectFolder().Restored().Write("main.go", Main)
            .Write("app.goproj", $"<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n{properties}\n  </PropertyGroup>\n</Project>\n");
        File.WriteAllBytes(Path.Combine(project.Root, "app.ico"), Icon());
        return project;
    }

    private static byte[] Program(ProjectFolder project)
        => File.ReadAllBytes(Path.Combine(project.Root, "bin", "Debug", "win-x64", "app.exe"));

    /// <summary>The four numbers at VS_FIXEDFILEINFO's file version, and at its product version.</summary>
    private static string Numbers(byte[] program)
    {
        int at = program.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xBD, 0x04, 0xEF, 0xFE]);
        int Number(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(at + offset));
        return $"{Number(10)}.{Number(8)}.{Number(14)}.{Number(12)} {Number(18)}.{Number(16)}.{Number(22)}.{Number(20)}";
    }

    private static bool Says(byte[] program, string name, string text)
    {
        int start = Start(program);
        string all = Encoding.Unicode.GetString(program, start, Math.Min(2000, (program.Length - start) & ~1));
        int at = all.IndexOf(name + "\0", StringComparison.Ordinal);
        return at >= 0 && all[(at + name.Length)..].TrimStart('\0').StartsWith(text + "\0", StringComparison.Ordinal);
    }

    private static int Start(byte[] program) => program.AsSpan().IndexOf(Encoding.Unicode.GetBytes("VS_VERSION_INFO\0"));

    [Fact]
    public void Texts_of_any_language_odd_versions_and_pictures_are_in_the_program()
    {
        using ProjectFolder project = Project("""
                <Version>1.2.3-beta.4+sha.5</Version>
                <FileVersion>7.8.9.10</FileVersion>
                <Company>Müller &amp; 株式会社</Company>
                <Product>Prüfung</Product>
                <Copyright>© Müller</Copyright>
                <Description>It says hello.</Description>
                <ApplicationIcon>app.ico</ApplicationIcon>
            """);
        project.Build("-r", "win-x64").Expect(0);
        byte[] program = Program(project);
        Assert.Equal("7.8.9.10 1.2.3.0", Numbers(program));
        foreach ((string name, string text) in (ReadOnlySpan<(string, string)>)
            [("CompanyName", "Müller & 株式会社"), ("ProductName", "Prüfung"), ("LegalCopyright", "© Müller"),
             ("Comments", "It says hello."), ("FileDescription", "app"), ("FileVersion", "7.8.9.10"),
             ("ProductVersion", "1.2.3-beta.4+sha.5"), ("OriginalFilename", "app.exe")])
        {
            Assert.True(Says(program, name, text), name);
        }
        Assert.True(program.AsSpan().IndexOf(s_picture) > 0);

        // What a resource compiler has made counts first, kind by kind: the version is its, the icon still the project's.
        byte[] own = [.. "a version of its own"u8];
        File.WriteAllBytes(Path.Combine(project.Root, "own_windows_amd64.syso"), ResourceObjectFile.Of(0x8664, 16, 1, 0x409, own));
        project.Build("--no-restore", "-r", "win-x64").Expect(0);
        program = Program(project);
        Assert.True(program.AsSpan().IndexOf(own) > 0);
        Assert.Equal(-1, Start(program));
        Assert.True(program.AsSpan().IndexOf(s_picture) > 0);

        // On other systems files say nothing of this kind.
        project.Build("--no-restore", "-p:ApplicationIcon=none.ico").Expect(0);
    }

    [Fact]
    public void Icons_that_are_missing_or_broken_and_versions_that_do_not_fit_are_errors()
    {
        using ProjectFolder project = Project("    <ApplicationIcon>app.ico</ApplicationIcon>");
        File.WriteAllBytes(Path.Combine(project.Root, "cut.ico"), Icon()[..^3]);
        string[] build = ["-r", "win-x64"];
        foreach ((string setting, string expected) in (ReadOnlySpan<(string, string)>)
            [("ApplicationIcon=none.ico", "error GO7007: there is no icon file "),
             ("ApplicationIcon=cut.ico", "cut.ico is no icon file (.ico)"), ("ApplicationIcon=main.go", "main.go is no icon file (.ico)"),
             ("FileVersion=20261130.1", "error GO7007: file version 20261130.1: ")])
        {
            Assert.Contains(expected, project.Build([.. build, "-p:" + setting]).Expect(1).Output, StringComparison.Ordinal);
        }
        foreach ((string version, string numbers) in (ReadOnlySpan<(string, string)>)
            [("1.2", "1.2.0.0 1.2.0.0"), ("1.2.3.4", "1.2.3.4 1.2.3.4"), ("v1", "0.0.0.0 0.0.0.0"),
             ("65535.1-x", "65535.1.0.0 65535.1.0.0")])
        {
            project.Build([.. build, "--no-restore", "-p:Version=" + version, "-p:FileVersion="]).Expect(0);
            Assert.Equal(numbers, Numbers(Program(project)));
            Assert.True(Says(Program(project), "ProductVersion", version), version);
        }
    }
}
