using System.Net.Http.Headers;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Fetching;

/// <summary>
/// GOAUTH: <c>off</c>, or a list of <c>netrc</c>, <c>git DIR</c> and commands, separated by semicolons; what stands earlier wins. They are
/// run once, and again with the address after a server refused it. Credentials hold for the longest prefix of an address.
/// </summary>
internal sealed class Credentials : ICredentialSource
{
    private readonly string _setting;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<KeyValuePair<string, string>>> _headers = new(StringComparer.Ordinal);
    private bool _hasRun;

    public Credentials(string setting) => _setting = setting.Length == 0 ? "netrc" : setting;

    private string[] Commands
    {
        get
        {
            string[] commands = [.. _setting.Split(';').Select(c => c.Trim())];
            if (commands.Contains(""))
            {
                throw Error($"GOAUTH encountered an empty command (GOAUTH={_setting})");
            }
            return commands.Length > 1 && commands.Contains("off")
                ? throw Error($"GOAUTH=off cannot be combined with other authentication commands (GOAUTH={_setting})") : commands;
        }
    }

    public void Add(string address, HttpRequestHeaders headers)
    {
        lock (_lock)
        {
            if (!_hasRun)
            {
                Run("", null, CancellationToken.None);
                _hasRun = true;
            }
            foreach ((string name, string value) in Find(address) ?? [])
            {
                headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    public bool Ask(string address, HttpResponseMessage refusal, CancellationToken cancellation)
    {
        lock (_lock)
        {
            Run(address, refusal, cancellation);
            return Find(address) is not null;
        }
    }

    private List<KeyValuePair<string, string>>? Find(string address)
    {
        string prefix = Prefix(address);
        while (true)
        {
            if (_headers.TryGetValue(prefix, out List<KeyValuePair<string, string>>? found))
            {
                return found;
            }
            int slash = prefix.LastIndexOf('/');
            if (slash < 0)
            {
                return null;
            }
            prefix = prefix[..slash];
        }
    }

    // From last to first, so that earlier ones overwrite later ones. One that fails leaves the word to the others.
    private void Run(string address, HttpResponseMessage? refusal, CancellationToken cancellation)
    {
        foreach (string command in Commands.Reverse())
        {
            string[] words = command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "off":
                    return;
                case "netrc":
                    foreach (NetrcEntry entry in Netrc.Read().Reverse())
                    {
                        Store(entry.Machine, [Basic(entry.Login, entry.Password)]);
                    }
                    break;
                case "git":
                    string directory = GitDirectory(words);
                    if (address.Length > 0 && CredentialCommand.AskGit(directory, address, cancellation) is { } git)
                    {
                        Store(git.Prefix, [Basic(git.User, git.Password)]);
                    }
                    break;
                default:
                    foreach ((string prefix, List<KeyValuePair<string, string>> headers) in CredentialCommand.Run(command, address,
                        refusal, cancellation))
                    {
                        Store(prefix, headers);
                    }
                    break;
            }
        }
    }

    private static string GitDirectory(string[] words)
    {
        const string Start = "GOAUTH=git dir method requires an absolute path to the git working directory";
        string? problem = words.Length != 2 ? Start : !Path.IsPathRooted(words[1])
            ? $"{Start}, dir is not absolute" : File.Exists(words[1]) ? $"{Start}, dir is not a directory"
            : !Directory.Exists(words[1]) ? $"GOAUTH=git encountered an error; cannot stat {words[1]}: no such file or directory" : null;
        return problem is null ? words[1] : throw Error(problem);
    }

    private static KeyValuePair<string, string> Basic(string user, string password)
        => new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private void Store(string prefix, List<KeyValuePair<string, string>> headers)
    {
        if (headers.Count == 0)
        {
            _headers.Remove(Prefix(prefix));
        }
        else
        {
            _headers[Prefix(prefix)] = headers;
        }
    }

    private static string Prefix(string address)
    {
        string prefix = address.StartsWith("https://", StringComparison.Ordinal) ? address["https://".Length..] : address;
        return prefix.EndsWith('/') ? prefix[..^1] : prefix;
    }

    private static ModuleException Error(string problem) => new(Catalogue.InvalidModuleSetting, problem);
}
