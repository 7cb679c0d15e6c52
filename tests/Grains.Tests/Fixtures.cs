using CivicGrains.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]
