using System.Diagnostics;

// The Go program stands beside this one.
string worker = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "worker.exe" : "worker");
using Process process = Process.Start(new ProcessStartInfo(worker) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
process.StandardInput.Write("counted by a program in Go");
process.StandardInput.Close();
Console.WriteLine($"{process.StandardOutput.ReadToEnd().Trim()} words");
process.WaitForExit();
return process.ExitCode;
