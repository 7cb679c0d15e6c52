using CivicGrains.Domain.Places;
using CivicGrains.Storage.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Issues;

public sealed class IssueSearchTests(PostgresServer server)
{
    [Fact]
    public async Task Words_of_two_characters_are_found_and_their_pieces_apart_are_not()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "3栋电梯坏了，老人下不了楼");
        await database.ReportAsync(Rows.Issue("QY2"), "电动车在楼梯间充电");
        Assert.Equal(["QY1"], await FindAsync(database, "电梯"));
        Assert.Equal(["QY2"], await FindAsync(database, "楼梯间充"));
        Assert.Empty(await FindAsync(database, "梯电"));
    }

    [Fact]
    public async Task Pieces_that_all_occur_but_not_in_one_piece_do_not_match()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "ab bc");
        Assert.Empty(await FindAsync(database, "abc"));
    }

    [Fact]
    public async Task Percent_and_underscore_stand_for_themselves()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "水压只有50%左右");
        await database.ReportAsync(Rows.Issue("QY2"), "水压只有500毫米");
        Assert.Equal(["QY1"], await FindAsync(database, "50%"));
        Assert.Equal(["QY1"], await FindAsync(database, "%"));
        Assert.Empty(await FindAsync(database, "水_只"));
        Assert.Empty(await FindAsync(database, "_"));
        Assert.Empty(await FindAsync(database, "\\"));
        Assert.Empty(await FindAsync(database, "' or true --"));
    }

    [Fact]
    public async Task A_zero_character_is_found_nowhere_and_breaks_nothing()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "漏水");
        Assert.Empty(await FindAsync(database, "漏\0水"));
    }

    [Theory]
    [InlineData("漏")]
    [InlineData(" 漏水 ")]
    [InlineData("WIFI")]
    [InlineData("wifi")]
    [InlineData("𠮷")]
    [InlineData("𠮷祥")]
    public async Task One_character_spaces_around_and_letters_of_either_case_are_found(string words)
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "𠮷祥苑漏水，WiFi 也断了");
        await database.ReportAsync(Rows.Issue("QY2"), "别的事情");
        Assert.Equal(["QY1"], await FindAsync(database, words));
    }

    [Fact]
    public async Task An_empty_text_and_one_of_a_single_character_can_be_stored()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "");
        await database.ReportAsync(Rows.Issue("QY2"), "漏");
        Assert.Equal(["QY2"], await FindAsync(database, "漏"));
    }

    [Fact]
    public async Task What_the_asker_may_not_see_is_not_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "楼上漏水");
        await database.ReportAsync(Rows.Issue("QY2", visibility: "chain"), "邻居吵架漏水");
        await database.ReportAsync(Rows.Issue("QY3", owner: Rows.OtherCompound), "地下室漏水");
        var resident = new Audience { ResidentOf = [Place.Parse(Rows.Compound)] };
        Assert.Equal(["QY1"], await FindAsync(database, "漏水", resident));
        Assert.Equal(["QY1"], await FindAsync(database, "漏", resident));
        Assert.Empty(await FindAsync(database, "吵架", resident));
        Assert.Equal(
            new IssueFigures(1, 0),
            await new IssueQueries(database.Source).CountAsync(new() { Query = "漏水" }, resident)
        );
    }

    [Fact]
    public async Task A_search_for_two_characters_among_many_texts_goes_by_the_index()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(
            """
            insert into contents (commitment, salt, kind, body)
            select encode(sha256(n::text::bytea), 'hex'), '\x00000000000000000000000000000000', 'description', '路灯不亮 ' || n
            from generate_series(1, 20000) n
            """
        );
        await database.ReportAsync(Rows.Issue("QY1"), "电梯坏了");
        await database.ExecuteAsync("analyze contents");
        var plan = await database.ColumnAsync<string>(
            """
            explain select commitment from contents c
            where c.kind = 'description' and bigrams(c.body) @> bigrams('电梯')
            """
        );
        Assert.Contains(plan, line => line.Contains("contents_by_bigrams", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_come_by_commitment_and_erased_ones_are_missing()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ReportAsync(Rows.Issue("QY1"), "漏水");
        var texts = await new IssueQueries(database.Source).GetTextsAsync([
            Rows.Commitment("QY1"),
            Rows.Commitment("QY2"),
        ]);
        Assert.Equal("漏水", Assert.Single(texts).Value.Body);
    }

    private static async Task<IReadOnlyList<string>> FindAsync(
        TestDatabase database,
        string words,
        Audience? audience = null
    )
    {
        var page = await new IssueQueries(database.Source).ListAsync(
            new() { Query = words },
            audience ?? Audience.Everything
        );
        return [.. page.Items.Select(i => i.Id)];
    }
}
