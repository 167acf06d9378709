namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>Runs one script in a folder of its own.</summary>
internal static class ScriptRun
{
    /// <param name="archive">The script and its files.</param>
    /// <param name="work">A new folder.</param>
    /// <param name="proxy">Address of the module proxy.</param>
    public static CaseResult Run(TextArchive archive, string work, Toolchain toolchain, string proxy, TimeSpan limit)
    {
        using var state = new ScriptState(work, toolchain) { Deadline = DateTime.UtcNow + limit };
        SetVariables(state, proxy);
        foreach ((string name, byte[] content) in archive.Files)
        {
            string file = state.PathOf(state.Expand(name, false));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
        try
        {
            int number = 0;
            foreach (string text in archive.Comment.Split('\n'))
            {
                number++;
                if (ScriptLine.Parse(text, number) is { } line)
                {
                    Run(state, line, text);
                }
            }
            state.WaitForAll();
            return CaseResult.Passed;
        }
        catch (ScriptEnd end)
        {
            return end.IsSkip ? CaseResult.Skipped(end.Message) : CaseResult.Passed;
        }
        catch (Exception e) when (e is ScriptFailure or IOException or UnauthorizedAccessException or FormatException or TimeoutException
            or ArgumentException)
        {
            return CaseResult.Failed($"{e.Message}\n{state.Log}");
        }
    }

    private static void Run(ScriptState state, ScriptLine line, string text)
    {
        if (!line.Conditions.All(c => ScriptConditions.Holds(state, c) == c.Wanted))
        {
            return;
        }
        state.Note($"{line.Number}> {text}");
        int pattern = ScriptCommands.TakesPattern(line.Name) ? line.Words.FindIndex(w => !w[0].Text.StartsWith('-')) : -1;
        string[] words = [.. line.Words.Select((w, i) => state.Expand(w, i == pattern))];
        string? problem = null;
        try
        {
            ScriptCommands.Run(state, line, words);
        }
        catch (Exception e) when (e is ScriptFailure or IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }
        if (!line.IsBackground && (line.Expected == ExpectedEnd.Success
            ? problem is not null : line.Expected == ExpectedEnd.Failure && problem is null))
        {
            throw new ScriptFailure($"line {line.Number}: {text}: {problem ?? "unexpected success"}");
        }
    }

    private static void SetVariables(ScriptState state, string proxy)
    {
        Toolchain toolchain = state.Toolchain;
        string work = state.Work, version = File.ReadLines(Path.Combine(toolchain.Root, "VERSION")).First()["go".Length..];
        foreach ((string name, string value) in new (string, string)[]
        {
            ("WORK", work), ("HOME", "/no-home"), ("TMPDIR", Path.Combine(work, "tmp")), ("GOPATH", Path.Combine(work, "gopath")),
            ("PWD", state.Folder),
            ("PATH", Path.GetDirectoryName(toolchain.Go) + ":" + Environment.GetEnvironmentVariable("PATH")),
            ("GOROOT", toolchain.Root), ("TESTGO_GOROOT", toolchain.Root), ("TESTGO_EXE", toolchain.Go),
            ("GOOS", "linux"), ("GOARCH", "amd64"), ("TESTGO_GOHOSTOS", "linux"), ("TESTGO_GOHOSTARCH", "amd64"), ("GOEXE", ""),
            ("GODEBUG", ""), ("GOEXPERIMENT", ""),
            ("GOPROXY", proxy + "/mod"), ("GOPRIVATE", ""), ("GONOPROXY", ""), ("GONOSUMDB", ""), ("GOSUMDB", "off"), ("GOVCS", "*:all"),
            ("GOTOOLCHAIN", "auto"), ("GOTELEMETRY", "off"),
            ("GOTRACEBACK", "system"), ("CGO_ENABLED", "0"), ("CCACHE_DISABLE", "1"), ("HGRCPATH", ""), ("devnull", "/dev/null"),
            ("goversion", version), ("newline", "\n"),
        })
        {
            state.SetVariable(name, value);
        }
        foreach ((string name, string value) in toolchain.Environment)
        {
            state.SetVariable(name, value);
        }
    }
}
