using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CivicGrains.Load.Replay;

/// <summary>Somebody who can sign in, as <c>demo-accounts.json</c> tells it.</summary>
internal sealed record DemoAccount(string Account, string Password, string Role, string Place)
{
    /// <inheritdoc/>
    public override string ToString() => Account;
}

/// <summary>Somebody who is signed in.</summary>
internal sealed record SignedIn(DemoAccount Account, string Token)
{
    /// <inheritdoc/>
    public override string ToString() => Account.Account;
}

/// <summary>The residents of an accounts file, over whom petitions are spread.</summary>
internal static class Residents
{
    /// <summary>Reads an accounts file.</summary>
    public static async Task<DemoAccount[]> ReadAccountsAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<DemoAccount[]>(file, JsonSerializerOptions.Web, cancellationToken)
            ?? [];
    }

    /// <summary>Those who may report, in an order that does not depend on that of the file.</summary>
    public static DemoAccount[] Of(IEnumerable<DemoAccount> accounts) =>
        [.. accounts.Where(it => it.Role == "resident").OrderBy(it => it.Account, StringComparer.Ordinal)];

    /// <summary>Who sends a petition: always the same for the same id among the same residents.</summary>
    public static DemoAccount SenderOf(string petitionId, DemoAccount[] residents)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(petitionId));
        return residents[BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)residents.Length];
    }
}
