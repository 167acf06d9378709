using System.Text;
using Go.Compiler.Build;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go tool worker</c>: the compiler process behind <see cref="CompilerProcess"/>. Reads one request from standard input, writes
/// answers to standard output. The end of standard input, or a signal, cancels the build: so it also ends when whoever asked has died.
/// </summary>
internal static class WorkerCommand
{
    public static int Run()
    {
        using Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        using var signals = new CancelOnSignal();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        using var reader = new StreamReader(input, new UTF8Encoding(false));
        if (reader.ReadLine() is not { } request)
        {
            throw new UsageException("tool worker: no request on standard input");
        }
        CancelAtTheEndOf(reader, cancellation);
        var answers = new Answers(output);
        BuildReport report = RecordedBuild.Run(WorkerMessages.ReadRequest(request), answers, cancellation.Token);
        answers.Write(WorkerMessages.Report(report));
        return 0;
    }

    /// <summary>The thread is left behind when the build ends first: nothing more comes, and the process ends.</summary>
    private static void CancelAtTheEndOf(StreamReader reader, CancellationTokenSource cancellation)
    {
        var watch = new Thread(() =>
        {
            while (reader.Read() >= 0)
            {
            }
            try
            {
                cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
                return; // the build has ended meanwhile
            }
        })
        { IsBackground = true };
        watch.Start();
    }

    private sealed class Answers(Stream output) : IBuildProgress
    {
        private readonly Lock _lock = new();

        public void Report(string step, string what, int done, int total) => Write(WorkerMessages.Progress(step, what, done, total));

        public void Write(byte[] line)
        {
            lock (_lock)
            {
                output.Write(line);
                output.Flush();
            }
        }
    }
}
