using System.Text;
using CivicGrains.Load.Replay;
using CivicGrains.Testing;

namespace CivicGrains.Load.Tests.Replay;

public sealed class PetitionFileTests
{
    private const string Header = "id,submitted_at,title,detail,replied_at\n";
    private const string Secret = "不可泄露";

    public static string Synthetic => Golden.PathOf("tests/Load.Tests/Replay/synthetic-petitions.csv");

    [Fact]
    public void Quotes_commas_and_line_breaks_within_a_field_are_read_as_they_are()
    {
        var read = Assert.Single(ReadText(Header + "7,2026-10-01,\"a, \"\"b\"\"\",\"第一行\r\n第二行\",\n"));

        Assert.Equal(new Petition(2, "7", "2026-10-01", "a, \"b\"", "第一行\r\n第二行"), read);
    }

    [Fact]
    public void The_synthetic_file_has_twelve_petitions_with_all_that_is_awkward()
    {
        var petitions = PetitionFile.Read(Synthetic);

        Assert.Equal(12, petitions.Count);
        Assert.Contains(petitions, it => it.Detail.Contains('\0', StringComparison.Ordinal));
        Assert.Contains(petitions, it => it.Detail.Length > 8_000);
        Assert.Contains(petitions, it => it.Title == "" && it.Detail == "");
        Assert.Equal(10, petitions.Select(it => it.Id).Distinct().Count());
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column() =>
        Assert.Equal("7", Assert.Single(ReadBytes([0xEF, 0xBB, 0xBF, .. Utf8(Header + "7,,t,d,\n")])).Id);

    [Fact]
    public void A_file_without_a_needed_column_is_refused() =>
        Assert.Contains(
            "detail",
            Assert.Throws<PetitionFileException>(() => ReadText("id,submitted_at,title\n1,,t\n")).Message
        );

    [Theory]
    [InlineData("1,,t\n")]
    [InlineData("1,,t,d,,and more\n")]
    [InlineData("1,,t,d \"quoted\" in the middle,\n")]
    [InlineData("1,,t,\"never ended,\n")]
    public void A_row_that_is_no_row_is_refused_with_its_number_and_none_of_its_words(string row)
    {
        var refused = Assert.Throws<PetitionFileException>(() =>
            ReadText(Header + $"0,,{Secret},{Secret},\n" + row.Replace("t", Secret, StringComparison.Ordinal))
        );

        Assert.Contains("Row 3", refused.Message);
        Assert.DoesNotContain(Secret, refused.ToString());
        Assert.DoesNotContain("quoted", refused.ToString());
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_whether_or_not_there_is_a_byte_order_mark()
    {
        byte[] rows = [.. Utf8(Header + "1,,"), 0xC4, 0xE3, .. Utf8(",d,\n")];

        Assert.Contains("UTF-8", Assert.Throws<PetitionFileException>(() => ReadBytes(rows)).Message);
        Assert.Throws<PetitionFileException>(() => ReadBytes([0xEF, 0xBB, 0xBF, .. rows]));
    }

    [Theory]
    [InlineData("178538", "row 2 (178538)")]
    [InlineData("", "row 2")]
    [InlineData("王先生 13800000000", "row 2")]
    [InlineData("0123456789012345678901234567890123456789x", "row 2")]
    public void A_petition_is_named_by_its_row_and_by_its_id_only_where_that_is_a_plain_token(string id, string label)
    {
        var petition = new Petition(2, id, "", Secret, Secret);

        Assert.Equal(label, petition.ToString());
    }

    private static IReadOnlyList<Petition> ReadText(string text) => ReadBytes(Utf8(text));

    private static IReadOnlyList<Petition> ReadBytes(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return PetitionFile.Read(stream);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
