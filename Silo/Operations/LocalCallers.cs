using System.Net;
using Microsoft.AspNetCore.Http;

namespace CivicGrains.Silo.Operations;

/// <summary>Who asks from this very machine.</summary>
public static class LocalCallers
{
    private static readonly string[] Forwarded = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>
    /// Whether a request comes from a program on this machine that asks for itself. A proxy on this machine asks for
    /// others, and says so in a header.
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection is { RemoteIpAddress: { } remote, LocalIpAddress: { } local }
        && IPAddress.IsLoopback(remote)
        && IPAddress.IsLoopback(local)
        && !Array.Exists(Forwarded, context.Request.Headers.ContainsKey);
}
