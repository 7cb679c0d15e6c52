using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CivicGrains.Storage.People;
using Microsoft.AspNetCore.Identity;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>A line of the accounts file: whoever reads it can sign in.</summary>
/// <param name="Place">Exactly what <c>owner</c> of a report takes, where the place owns issues.</param>
internal sealed record DemoAccount(string Account, string Password, Role Role, Place Place, string Name);

/// <summary>
/// The accounts of the demo people, and the file that lists those who can sign in. Passwords are random, so that no
/// two data folders share one; whoever is not listed has none and cannot sign in.
/// </summary>
internal static class DemoAccounts
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "demo-accounts.json";

    private const int PasswordLength = 16;

    // Without letters and digits that look alike.
    private const string PasswordCharacters = "abcdefghjkmnpqrstuvwxyz23456789";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Stores an account for everybody, and writes the file before anything else can need it.</summary>
    /// <returns>The account of each person.</returns>
    public static async Task<IReadOnlyDictionary<PlannedPerson, Account>> CreateAsync(
        Cast cast,
        AccountStore store,
        IPasswordHasher<Account> hasher,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var listed = cast
            .People.TakeWhile(p => p.SignsIn)
            .Select(p => new DemoAccount(
                p.Account,
                RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength),
                p.Role,
                p.Place,
                p.Name
            ))
            .ToList();
        // Hashing is slow on purpose: all cores, and only for those who sign in.
        var hashes = listed
            .AsParallel()
            .ToDictionary(a => a.Account, a => hasher.HashPassword(null!, a.Password), StringComparer.Ordinal);
        var accounts = cast.People.ToDictionary(
            p => p,
            p => new Account(
                Guid.CreateVersion7(),
                p.Account,
                hashes.GetValueOrDefault(p.Account, ""),
                p.Name,
                // Not version 7: a reference stands in public events and must not tell when the account was made.
                new Guid(RandomNumberGenerator.GetBytes(16)),
                [new HeldRole(p.Role, p.Place)]
            )
        );
        foreach (var some in accounts.Values.Chunk(1_000))
        {
            if (await store.InsertAsync(some, cancellationToken) != some.Length)
            {
                throw new InvalidOperationException("The log is empty, but there are accounts already.");
            }
        }

        await WriteAsync(listed, folder, cancellationToken);
        return accounts;
    }

    /// <summary>Reads the file; empty when there is none.</summary>
    public static async Task<IReadOnlyList<DemoAccount>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return [];
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<List<DemoAccount>>(file, _json, cancellationToken) ?? [];
    }

    private static async Task WriteAsync(List<DemoAccount> listed, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // From its first byte on for the owner's eyes alone.
            File.Delete(path);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await JsonSerializer.SerializeAsync(file, listed, _json, cancellationToken);
    }
}
