using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary>Programs of macOS, published from any system.</summary>
public sealed class MacPublishTests
{
    private const string Main = "package main\n\nimport \"net\"\n\nfunc main() { println(net.IPv4zero.String()) }\n";

    /// <summary>Roots are the system's, and without cgo: its framework is asked. For one of the two, for it is much to compile.</summary>
    private const string Certificates = "package main\n\nimport \"crypto/x509\"\n\nfunc init() { _, _ = x509.SystemCertPool() }\n";

    [Fact]
    public void Programs_for_macOS_are_published_with_the_libraries_that_they_need()
    {
        using ProjectFolder project = new ProjectFolder().Restored().Write("main.go", Main)
            .Write("certificates_darwin_arm64.go", Certificates)
            .Write("app.goproj",
                "<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    <RuntimeIdentifiers>osx-x64;osx-arm64</RuntimeIdentifiers>\n  </PropertyGroup>\n</Project>\n");
        project.Dotnet("publish").Expect(0);
        string said = project.Dotnet("build", "--no-restore", "-t:GoVerifyOutput", "-c", "Release", "-p:GoRequireStatic=true")
            .Expect(0).Output;
        const string Security = "/System/Library/Frameworks/Security.framework/Versions/A/Security";
        foreach ((string rid, byte processor, string arch, string signature) in (ReadOnlySpan<(string, byte, string, string)>)
            [("osx-x64", 7, "amd64", "not signed"), ("osx-arm64", 12, "arm64", "signed")])
        {
            string folder = Path.Combine(project.Root, "bin", "Release", rid, "publish");
            Assert.Equal(["SHA256SUMS", "app"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
            byte[] program = File.ReadAllBytes(Path.Combine(folder, "app"));
            Assert.Equal([0xCF, 0xFA, 0xED, 0xFE, processor, 0, 0, 1], program[..8]);
            Match linked = Regex.Match(said, $@"{rid}/publish/app: darwin/{arch}, position independent, (.*), {signature}, go1\.");
            string[] libraries = linked.Groups[1].Value.Split(", ");
            string[] plain = [.. libraries.Where(l => l.StartsWith("/usr/", StringComparison.Ordinal))];
            Assert.Equal(["/usr/lib/libSystem.B.dylib", "/usr/lib/libresolv.9.dylib"], plain);
            Assert.Equal(arch == "arm64", libraries.Contains(Security));
        }
    }
}
