using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Go.Compiler.Benchmarks;

// In process: what a benchmark prepares is a compiled closure of packages, and a new project for each would build the compiler again.
Job job = (args.Contains("--short") ? Job.Dry.WithIterationCount(3).WithWarmupCount(1) : Job.MediumRun.WithLaunchCount(1))
    .WithToolchain(InProcessEmitToolchain.Instance);
IConfig config = ManualConfig.Create(DefaultConfig.Instance).AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
    .HideColumns(Column.Job, Column.Toolchain, Column.RunStrategy)
    .WithOptions(ConfigOptions.JoinSummary);
BenchmarkSwitcher.FromAssembly(typeof(PhaseBenchmarks).Assembly).Run([.. args.Where(a => a != "--short")], config);
