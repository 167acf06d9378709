using System.Diagnostics;

namespace Go.Compiler.Tests.Conformance;

/// <summary>What a program wrote, both streams in order, and what went wrong, if anything.</summary>
internal sealed record ProgramResult(byte[] Bytes, string Problem)
{
    public string Output => System.Text.Encoding.UTF8.GetString(Bytes).Replace("\r\n", "\n", StringComparison.Ordinal);

    public static ProgramResult Run(string program, IEnumerable<string> arguments, string folder, Recipe recipe,
        IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        // One pipe for both streams, as Go's runner has it.
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardInput = true,
            WorkingDirectory = folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$0\" \"$@\" 2>&1");
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        foreach ((string name, string value) in recipe.Environment)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start) ?? throw new InvalidOperationException(program);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        TimeSpan own = recipe.Seconds > 0 && recipe.Seconds < limit.TotalSeconds ? TimeSpan.FromSeconds(recipe.Seconds) : limit;
        if (!process.WaitForExit(own))
        {
            process.Kill(entireProcessTree: true);
            return new ProgramResult([], $"not done after {own.TotalSeconds} s");
        }
        reading.GetAwaiter().GetResult();
        return new ProgramResult(output.ToArray(), process.ExitCode == 0 ? "" : $"exit status {process.ExitCode}");
    }
}
