using System.Runtime.Versioning;

// All of them use the same addresses and ports of one network.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// Containers, network namespaces, /proc.
[assembly: SupportedOSPlatform("linux")]
