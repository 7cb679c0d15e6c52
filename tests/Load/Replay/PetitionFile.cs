using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace CivicGrains.Load.Replay;

/// <summary>A file cannot be read; the message tells where, and nothing of what stands there.</summary>
internal sealed class PetitionFileException(string message) : Exception(message);

/// <summary>Reads petitions from CSV (RFC 4180, UTF-8, with a header): all of them or none.</summary>
internal static class PetitionFile
{
    private static readonly string[] Columns = ["id", "submitted_at", "title", "detail"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="PetitionFileException">It is not there, or not such a file.</exception>
    public static IReadOnlyList<Petition> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new PetitionFileException("There is no such file.");
        }

        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Reads a stream.</summary>
    /// <exception cref="PetitionFileException">It is not such a file.</exception>
    public static IReadOnlyList<Petition> Read(Stream file)
    {
        // Detection would replace the encoding by one that puts up with broken bytes.
        using var text = new StreamReader(
            file,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: false
        );
        using var csv = new CsvReader(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture) { DetectColumnCountChanges = true }
        );
        var petitions = new List<Petition>();
        try
        {
            ReadHeader(csv);
            while (csv.Read())
            {
                petitions.Add(
                    new Petition(
                        csv.Parser.Row,
                        csv.GetField("id")!,
                        csv.GetField("submitted_at")!,
                        csv.GetField("title")!,
                        csv.GetField("detail")!
                    )
                );
            }
        }
        catch (CsvHelperException)
        {
            // Without the cause, whose message holds the row as it was read.
            throw new PetitionFileException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Row {csv.Parser.Row}, which ends at line {csv.Parser.RawRow}, is not CSV with as many columns as the header."
                )
            );
        }
        catch (DecoderFallbackException)
        {
            throw new PetitionFileException(
                string.Create(CultureInfo.InvariantCulture, $"After row {csv.Parser.Row} comes what is not UTF-8.")
            );
        }

        return petitions;
    }

    private static void ReadHeader(CsvReader csv)
    {
        var header = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord! : [];
        if (Columns.FirstOrDefault(column => !header.Contains(column, StringComparer.Ordinal)) is { } missing)
        {
            throw new PetitionFileException($"The header has no column {missing}.");
        }
    }
}
