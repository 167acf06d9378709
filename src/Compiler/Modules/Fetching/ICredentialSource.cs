using System.Net.Http.Headers;

namespace Go.Compiler.Modules.Fetching;

/// <summary>Headers that show who asks (GOAUTH). Only ever used for https. Thread-safe.</summary>
internal interface ICredentialSource
{
    /// <summary>Adds what is known for an address.</summary>
    void Add(string address, HttpRequestHeaders headers);

    /// <summary>After a refusal: finds out more for an address. False if there is nothing to try again with.</summary>
    bool Ask(string address, HttpResponseMessage refusal, CancellationToken cancellation);
}
