using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Dashboard.Micro;

// What single steps of a transaction cost: dotnet run -c Release --project bench/Micro -- --job short --filter '*'
// With a hundred million transactions behind the metrics:
// MICRO_BEHIND=1,100000000 dotnet run -c Release --project bench/Micro -- --job short --filter '*Record*' '*Snapshot*'
var config = ManualConfig.Create(DefaultConfig.Instance).WithArtifactsPath(Path.Combine("artifacts", "micro"));
BenchmarkSwitcher.FromAssembly(typeof(RecordBench).Assembly).Run(args, config);
