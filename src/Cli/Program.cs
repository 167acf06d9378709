using Go.Compiler.Driver;

return CommandLine.Run(args, Console.Out, Console.Error);
