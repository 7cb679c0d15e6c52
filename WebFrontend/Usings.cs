global using System.Buffers;
global using System.Collections.Immutable;
global using System.Diagnostics;
global using System.Globalization;
global using System.Text;
global using CivicGrains.Domain.Common;
global using CivicGrains.Domain.People;
global using CivicGrains.Domain.Places;
