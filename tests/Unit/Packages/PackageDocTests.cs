using System.Text;
using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

/// <summary>Expectations are what the original prints for <c>{{.Doc}}</c>.</summary>
public sealed class PackageDocTests
{
    [Theory]
    [InlineData("// Package p does it. It does more.\npackage p\n", "Package p does it.")]
    [InlineData("// Package p\n// goes on. More.\npackage p\n", "Package p goes on.")]
    [InlineData("// Package p by A. Nobody. More.\npackage p\n", "Package p by A. Nobody.")]
    [InlineData("// Package p of NASA. More.\npackage p\n", "Package p of NASA.")]
    [InlineData("/*\nPackage p does it.\n\nMore.\n*/\npackage p\n", "Package p does it.")]
    [InlineData("// Copyright one.\n\n// Package p.\npackage p\n", "Package p.")]
    [InlineData("// Copyright one.\npackage p\n", "")]
    [InlineData("// Detached.\n\npackage p\n", "")]
    [InlineData("//go:build linux\n\n// Package p.\npackage p\n", "Package p.")]
    [InlineData("// Package p.\n//go:generate x\npackage p\n", "Package p.")]
    [InlineData("// No full stop\n//\n// Second\npackage p\n", "No full stop")]
    [InlineData("// # Heading\n//\n// Text.\npackage p\n", "")]
    [InlineData("//\tindented\npackage p\n", "indented")]
    [InlineData("//\tcode\n// Text.\npackage p\n", "")]
    [InlineData("// It   is ``so''.\npackage p\n", "It is \u201cso\u201d.")]
    [InlineData("// As [os.Exit], [*os.File.Close], [runtime] and [net/http.Get], not [other.Name] or [Name].\npackage p\n",
        "As os.Exit, *os.File.Close, runtime and net/http.Get, not [other.Name] or [Name].")]
    [InlineData("\ufeff// Package p.\r\npackage p\r\n", "Package p.")]
    [InlineData("package p // Behind it.\n", "")]
    [InlineData("/* Package p. */ package p\n", "")]
    [InlineData("/* unfinished", "")]
    public void The_first_sentence(string source, string expected)
        => Assert.Equal(expected, PackageDoc.Synopsis(Encoding.UTF8.GetBytes(source), n => n is "os" or "runtime"));
}
