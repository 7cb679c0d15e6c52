global using System.Collections.Immutable;
global using System.Globalization;
global using CivicGrains.Domain.Common;
global using CivicGrains.Domain.People;
global using CivicGrains.Domain.Places;
