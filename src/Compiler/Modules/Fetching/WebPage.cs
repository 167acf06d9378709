namespace Go.Compiler.Modules.Fetching;

/// <summary>A page, the address that had it, and its status (<c>404 Not Found</c>) with what the server says to it.</summary>
internal sealed record WebPage(string Address, int StatusCode, string Status, byte[] Content);
