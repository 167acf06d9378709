using System.Text;
using Go.Compiler.Modules;

namespace Go.Compiler.Tests.Modules;

public sealed class ModSyntaxTests
{
    private static string Edited(string text, Action<GoModFile> edit)
    {
        GoModFile file = GoModFile.Parse("go.mod", text, fix: null);
        edit(file);
        file.CleanUp();
        return Encoding.UTF8.GetString(file.Format());
    }

    [Fact]
    public void Comments_and_blocks_are_kept_in_the_standard_layout()
        => Assert.Equal(
            "// Top.\n\n// About m.\nmodule   \"m\" // end\n\nrequire (\n\t// first\n\ta v1.0.0 // indirect\n\n\tb v1.0.0\n// last\n)\n\n// Bottom.\n".Replace("module   \"m\"", "module m"),
            Edited("// Top.\n\n\n// About m.\nmodule   \"m\" // end\nrequire(\n\n  // first\n a v1.0.0   // indirect\n\n\n b v1.0.0\n // last\n)\n\n// Bottom.\n", _ => { }));

    [Fact]
    public void A_new_line_joins_the_last_block_of_its_kind_or_makes_one()
    {
        Assert.Equal("module m\n\nrequire (\n\ta v1.0.0\n\tb v1.1.0\n)\n",
            Edited("module m\nrequire a v1.0.0\n", f => f.Require(new("b", "v1.1.0"))));
        Assert.Equal("module m\n\ngo 1.21\n\nrequire a v1.2.0\n", Edited("module m\nrequire a v1.0.0\n", f =>
        {
            f.SetGo("1.21");
            f.Require(new("a", "v1.2.0"));
        }));
    }

    [Fact]
    public void Removing_lines_folds_blocks_up()
        => Assert.Equal("module m\n\nrequire b v1.0.0\n",
            Edited("module m\nrequire (\n\ta v1.0.0\n\tb v1.0.0\n)\nexclude (\n\tc v1.0.0\n)\n", f =>
        {
            f.DropRequirement("a");
            f.DropExclusion(new("c", "v1.0.0"));
        }));

    [Fact]
    public void Requirements_are_laid_out_as_the_go_version_says()
    {
        const string Text = "module m\n\nrequire (\n\ta v1.0.0\n\tb v1.0.0 // indirect\n)\n";
        RequiredModule[] wanted = [new(new("a", "v1.0.0"), true), new(new("b", "v1.0.0"), false), new(new("c", "v1.0.0"), true)];
        Assert.Equal("module m\n\nrequire (\n\ta v1.0.0 // indirect\n\tb v1.0.0\n\tc v1.0.0 // indirect\n)\n",
            Edited(Text, f => f.SetRequirements(wanted, RequirementLayout.Mixed)));
        const string Separate = "module m\n\nrequire b v1.0.0\n\nrequire (\n\ta v1.0.0 // indirect\n\tc v1.0.0 // indirect\n)\n";
        Assert.Equal(Separate, Edited(Text, f => f.SetRequirements(wanted, RequirementLayout.SeparateIndirect)));
        Assert.Equal(Separate, Edited(Text, f => f.SetRequirements(wanted, RequirementLayout.AtMostTwoBlocks)));
    }

    [Fact]
    public void Commented_blocks_stay_until_two_blocks_are_the_rule()
    {
        const string Text = "module m\n\n// ours\nrequire (\n\ta v1.0.0\n\tb v1.0.0\n)\n\nrequire c v1.0.0 // indirect\n";
        RequiredModule[] wanted = [new(new("a", "v1.0.0"), true), new(new("b", "v1.0.0"), false), new(new("c", "v1.0.0"), true)];
        Assert.Equal("module m\n\n// ours\nrequire (\n\ta v1.0.0 // indirect\n\tb v1.0.0\n)\n\nrequire c v1.0.0 // indirect\n",
            Edited(Text, f => f.SetRequirements(wanted, RequirementLayout.SeparateIndirect)));
        Assert.Equal("module m\n\n// ours\nrequire b v1.0.0\n\nrequire (\n\ta v1.0.0 // indirect\n\tc v1.0.0 // indirect\n)\n",
            Edited(Text, f => f.SetRequirements(wanted, RequirementLayout.AtMostTwoBlocks)));
    }

    [Fact]
    public void What_the_comment_says_besides_indirect_stays()
        => Assert.Equal("module m\n\nrequire (\n\ta v1.0.0 // why\n\tb v1.0.0 // indirect; because\n)\n",
            Edited("module m\nrequire (\n\ta v1.0.0 // indirect; why\n\tb v1.0.0 // because\n)\n",
                f => f.SetRequirements([new(new("a", "v1.0.0"), false), new(new("b", "v1.0.0"), true)], RequirementLayout.Mixed)));

    [Fact]
    public void Dependencies_may_say_what_is_not_known()
    {
        GoModFile file = GoModFile.ParseLax("go.mod",
            "module m\ngo v1.27x\nfuture 1\nblock (\n x\n)\nreplace x\nrequire a v1.0.0\nretract [v1.0.0, v1.1.0] // why\n");
        Assert.Equal("1.27", file.Go!.Value.Text);
        Assert.Equal("a", Assert.Single(file.Requirements).Module.Path);
        Assert.Equal(("v1.0.0", "v1.1.0", "why"), file.Retractions.Select(r => (r.Low, r.High, r.Rationale)).Single());
    }

    [Fact]
    public void Deprecation_is_a_paragraph_of_its_own()
        => Assert.Equal("use n\ninstead", GoModFile.Parse("go.mod",
            "// A module.\n//\n// Deprecated: use n\n// instead\n//\n// More.\nmodule m\n", fix: null).Deprecated);

    [Fact]
    public void Workspaces_are_read_and_changed()
    {
        GoWorkFile file = GoWorkFile.Parse("go.work", "// Work.\n\nuse ./b\nuse (\n\t./a // mine\n)\nreplace x => ./x\n");
        Assert.Equal(["./b", "./a"], file.Uses.Select(u => u.Path));
        file.SetGo("1.22");
        file.AddUse("./c");
        file.DropUse("./b");
        file.SortBlocks();
        file.CleanUp();
        Assert.Equal("// Work.\n\ngo 1.22\n\nuse (\n\t./a // mine\n\t./c\n)\n\nreplace x => ./x\n", Encoding.UTF8.GetString(file.Format()));
    }

    [Fact]
    public void Checksums_are_sorted_and_trimmed()
    {
        GoSumFile file = GoSumFile.Parse("go.sum", "b v1.10.0 h1:x=\nb v1.2.0/go.mod h1:y=\n\nb v1.2.0 h1:z=\na v1.0.0 h1:w=\n"u8);
        file.Add(new("b", "v1.2.0"), "h1:z=");
        Assert.False(file.IsChanged);
        file.Trim(m => m.Path == "b");
        Assert.True(file.IsChanged);
        Assert.Equal("b v1.2.0 h1:z=\nb v1.2.0/go.mod h1:y=\nb v1.10.0 h1:x=\n", Encoding.UTF8.GetString(file.Format()));
        Assert.Throws<ModuleException>(() => GoSumFile.Parse("go.sum", "a v1.0.0\n"u8));
    }
}
