using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Go.Compiler.Modules.Fetching;

/// <summary>Programs that tell credentials: <c>git credential</c>, and commands that GOAUTH names.</summary>
internal static class CredentialCommand
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>Asks git's credential helpers for an address; null if they have nothing for it.</summary>
    public static (string Prefix, string User, string Password)? AskGit(string directory, string address, CancellationToken cancellation)
    {
        if (Output("git", ["credential", "fill"], $"url={address}\n", directory, cancellation) is not { } output)
        {
            return null;
        }
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in output.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals > 0)
            {
                values[line[..equals].Trim()] = line[(equals + 1)..].Trim();
            }
        }
        string path = values.TryGetValue("path", out string? p) ? "/" + p : "";
        string prefix = values.TryGetValue("url", out string? url)
            ? url : $"{values.GetValueOrDefault("protocol")}://{values.GetValueOrDefault("host")}{path}";
        return address.StartsWith(prefix, StringComparison.Ordinal)
            ? (prefix, values.GetValueOrDefault("username", ""), values.GetValueOrDefault("password", "")) : null;
    }

    /// <summary>
    /// Runs a command of GOAUTH: with the address as last argument, and the refusal's headers as input, after a server refused. Nothing if
    /// it fails.
    /// </summary>
    public static List<(string Prefix, List<KeyValuePair<string, string>> Headers)> Run(string command, string address,
        HttpResponseMessage? refusal, CancellationToken cancellation)
    {
        List<string>? words = Split(command);
        string? output = words is null ? null
            : Output(words[0], address.Length > 0 ? [.. words[1..], address] : words[1..], refusal is null ? "" : Headers(refusal), null,
                cancellation);
        return output is null ? [] : Parse(output) ?? [];
    }

    // Addresses, an empty line, headers, an empty line; and so on. Null if it has another form.
    internal static List<(string Prefix, List<KeyValuePair<string, string>> Headers)>? Parse(string output)
    {
        var all = new List<(string, List<KeyValuePair<string, string>>)>();
        string[] lines = output.Split('\n');
        int at = 0;
        while (at < lines.Length - 1)
        {
            var prefixes = new List<string>();
            for (; at < lines.Length && lines[at].Length > 0; at++)
            {
                if (!Uri.TryCreate(lines[at], UriKind.Absolute, out _))
                {
                    return null;
                }
                prefixes.Add(lines[at]);
            }
            if (++at >= lines.Length)
            {
                return null;
            }
            var headers = new List<KeyValuePair<string, string>>();
            for (; at < lines.Length && lines[at].Length > 0; at++)
            {
                int colon = lines[at].IndexOf(": ", StringComparison.Ordinal);
                if (colon <= 0 || lines[at].AsSpan(0, colon).ContainsAny(" \t()<>@,;\\\"/[]?={}")
                    || lines[at].Any(c => c < ' ' && c != '\t'))
                {
                    return null;
                }
                headers.Add(new(lines[at][..colon], lines[at][(colon + 2)..].Trim()));
            }
            if (++at > lines.Length)
            {
                return null;
            }
            prefixes.ForEach(p => all.Add((p, headers)));
        }
        return all;
    }

    // Words that may be quoted with ' or ", or null if a quote is left open.
    private static List<string>? Split(string command)
    {
        var words = new List<string>();
        for (int at = 0; at < command.Length;)
        {
            if (char.IsWhiteSpace(command[at]))
            {
                at++;
                continue;
            }
            bool isQuoted = command[at] is '"' or '\'';
            int end = isQuoted ? command.IndexOf(command[at], at + 1) : command.AsSpan(at).IndexOfAny(" \t\n\r") is var blank and >= 0
                ? at + blank : command.Length;
            if (end < 0)
            {
                return null;
            }
            words.Add(command[(isQuoted ? at + 1 : at)..end]);
            at = isQuoted ? end + 1 : end;
        }
        return words;
    }

    private static string Headers(HttpResponseMessage refusal)
    {
        var text = new StringBuilder($"HTTP/{refusal.Version} {WebErrors.Status(refusal)}\n");
        foreach ((string name, IEnumerable<string> values) in refusal.Headers.Concat(refusal.Content.Headers))
        {
            text.Append(name).Append(": ").AppendJoin(", ", values).Append('\n');
        }
        return text.Append('\n').ToString();
    }

    private static string? Output(string program, IEnumerable<string> arguments, string input, string? directory,
        CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true, WorkingDirectory = directory ?? "" };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation),
                output = process.StandardOutput.ReadToEndAsync(cancellation);
            try
            {
                process.StandardInput.Write(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It does not read what it is told; its answer counts.
            }
            if (!process.WaitForExit(s_longest))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
            return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : null;
        }
        catch (Win32Exception)
        {
            return null; // no such program: as if it knew nothing
        }
    }
}
