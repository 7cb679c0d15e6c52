using CivicGrains.Testing;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(PostgresServer))]
// They wait for the disk and for servers that start again more than they work.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]
