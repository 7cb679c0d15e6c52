using CivicGrains.WebFrontend.Http;
using Npgsql;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Photos are named by their commitments; a name that nobody has stored is no evidence.</summary>
internal sealed class PhotoCheck(NpgsqlDataSource source)
{
    private const int CommitmentCharactersMax = 64;

    /// <exception cref="RefusedException">One of them is not there.</exception>
    public async Task EnsureKnownAsync(ImmutableArray<string> photos, CancellationToken cancellationToken)
    {
        if (photos.IsEmpty)
        {
            return;
        }

        var unknown = photos.FirstOrDefault(photo => photo.Length > CommitmentCharactersMax);
        if (unknown is null)
        {
            await using var command = source.CreateCommand(
                "select commitment from contents where kind = 'photo' and commitment = any ($1)"
            );
            command.Parameters.Add(new() { Value = photos.ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var known = new HashSet<string>(StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellationToken))
            {
                known.Add(reader.GetString(0));
            }

            unknown = photos.FirstOrDefault(photo => !known.Contains(photo));
        }

        if (unknown is not null)
        {
            throw new RefusedException(
                Rejections.PhotoUnknown.With("photos", unknown[..Math.Min(unknown.Length, CommitmentCharactersMax)])
            );
        }
    }
}
