using Microsoft.Testing.Extensions.TrxReport.Abstractions;
using Microsoft.Testing.Platform.Capabilities.TestFramework;

namespace Go.Sdk.TestHost;

/// <summary>What the framework can do for the platform: TRX reports.</summary>
internal sealed class GoTestCapabilities : ITestFrameworkCapabilities
{
    public IReadOnlyCollection<ITestFrameworkCapability> Capabilities { get; } = [new Trx()];

    private sealed class Trx : ITrxReportCapability
    {
        public bool IsSupported => true;

        /// <summary>Nodes carry what a report needs in any case.</summary>
        public void Enable()
        {
        }
    }
}
