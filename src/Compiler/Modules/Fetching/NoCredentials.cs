using System.Net.Http.Headers;

namespace Go.Compiler.Modules.Fetching;

/// <summary>GOAUTH=off.</summary>
internal sealed class NoCredentials : ICredentialSource
{
    public void Add(string address, HttpRequestHeaders headers)
    {
    }

    public bool Ask(string address, HttpResponseMessage refusal, CancellationToken cancellation) => false;
}
