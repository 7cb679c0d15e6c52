global using System.Collections.Immutable;
global using CivicGrains.Domain.Places;
