using BenchmarkDotNet.Running;
using Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(DecodeBenchmarks).Assembly).Run(["--filter", "*", .. args]);
