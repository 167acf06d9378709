using System.Globalization;
using System.Net;
using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Fetching;

/// <summary>What an answer other than 200 means, and what its text says, in the form of the original go command.</summary>
internal static class WebErrors
{
    private const int MaxLines = 8, MaxBytes = MaxLines * 81;
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromSeconds(10);

    /// <summary><c>404 Not Found</c>.</summary>
    public static string Status(HttpResponseMessage response)
        => $"{((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)} {response.ReasonPhrase}".TrimEnd();

    /// <summary>
    /// The failure that an answer stands for. "Not found" and "gone" let the next place be asked; a busy or broken server may do better
    /// soon.
    /// </summary>
    public static async Task<Exception> OfStatusAsync(HttpResponseMessage response, string redacted, WebDeadline deadline)
    {
        string text = $"reading {redacted}: {Status(response)}{await DetailAsync(response, redacted, deadline).ConfigureAwait(false)}";
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new ModuleException(Catalogue.ModuleNotFound, text) { IsNotFound = true },
            HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout
                => new TransientModuleException(Catalogue.ModuleServerFailed, text) { RetryAfter = RetryAfter(response) },
            _ => new ModuleException(Catalogue.ModuleServerFailed, text),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
        => response.Headers.RetryAfter?.Delta is { } delta && delta <= s_longestRetryAfter ? delta : null;

    private static async Task<string> DetailAsync(HttpResponseMessage response, string redacted, WebDeadline deadline)
    {
        using var body = new MemoryStream();
        try
        {
            await WebConnections.CopyAsync(response, redacted, body, 1 << 16, deadline).ConfigureAwait(false);
        }
        catch (TransientModuleException)
        {
            return ""; // the status says enough
        }
        return Detail(response, body.ToArray());
    }

    /// <summary>
    /// What an answer says, behind a line break, or nothing. Only plain text is shown, only its first paragraph, and nothing that could
    /// steer a terminal.
    /// </summary>
    public static string Detail(HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType is not { MediaType: "text/plain" } type
            || type.CharSet?.Trim('"').ToLowerInvariant() is not (null or "" or "utf-8" or "us-ascii"))
        {
            return "";
        }
        string text = Encoding.UTF8.GetString(body);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || (Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune)))
            {
                return "";
            }
        }
        var detail = new StringBuilder();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length && lines[i].AsSpan().Trim().Length > 0; i++)
        {
            detail.Append(i > 0 ? "\n\t" : "");
            if (i >= MaxLines || detail.Length + lines[i].Length > MaxBytes)
            {
                detail.Append(i >= MaxLines ? "[Truncated: too many lines.]" : "[Truncated: too long.]");
                break;
            }
            detail.Append(lines[i]);
        }
        string said = detail.ToString();
        return said.Length == 0 ? "" : $"\n\tserver response:{(said.Contains('\n') ? "\n\t" : " ")}{said}";
    }
}
