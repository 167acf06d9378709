using System.Text;
using Go.Compiler.Driver;

return CommandLine.Run(args, Writer(Console.OpenStandardOutput, () => Console.Out), Writer(Console.OpenStandardError, () => Console.Error));

// The framework's own writers learn about the terminal first, and send text in small pieces. Windows needs them for the code page of its
// console.
static TextWriter Writer(Func<Stream> stream, Func<TextWriter> ofFramework)
{
    if (OperatingSystem.IsWindows())
    {
        return ofFramework();
    }
    var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    return TextWriter.Synchronized(new StreamWriter(stream(), encoding, bufferSize: 1 << 14) { AutoFlush = true });
}
