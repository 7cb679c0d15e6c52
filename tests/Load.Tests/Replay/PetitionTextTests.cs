using System.Text.RegularExpressions;
using CivicGrains.Domain.Common;
using CivicGrains.Load.Replay;

namespace CivicGrains.Load.Tests.Replay;

public sealed partial class PetitionTextTests
{
    [Fact]
    public void Title_detail_and_where_it_comes_from_are_one_text() =>
        Assert.Equal(
            ["题目\n内容\n（原编号 7，2026-10-01）"],
            PetitionText.PartsOf(new Petition(2, "7", "2026-10-01", " 题目 ", "内容\n"))
        );

    [Fact]
    public void An_empty_petition_stays_empty_so_that_the_platform_refuses_it() =>
        Assert.Equal([""], PetitionText.PartsOf(new Petition(2, "7", "2026-10-01", " ", "\n")));

    [Theory]
    [InlineData(3_980, 1)]
    [InlineData(4_001, 2)]
    [InlineData(8_000, 3)]
    [InlineData(40_000, 11)]
    public void What_is_too_long_is_divided_and_nothing_is_lost(int length, int parts)
    {
        var detail = new string('长', length);

        var texts = PetitionText.PartsOf(new Petition(2, "7", "", "", detail));

        Assert.Equal(parts, texts.Count);
        Assert.All(texts, it => Assert.Null(TextRules.Check(it, "description")));
        Assert.Equal(detail + "\n（原编号 7）", Join(texts));
    }

    [Fact]
    public void It_is_divided_at_the_end_of_a_sentence_where_one_is_near()
    {
        var sentence = new string('句', 99) + "。";

        var texts = PetitionText.PartsOf(new Petition(2, "7", "", "", string.Concat(Enumerable.Repeat(sentence, 50))));

        Assert.Equal(2, texts.Count);
        Assert.EndsWith("。", Marks().Replace(texts[0], ""));
    }

    [Fact]
    public void No_character_is_halved_wherever_the_limit_falls()
    {
        foreach (var before in Enumerable.Range(0, 4))
        {
            var detail = new string('一', before) + string.Concat(Enumerable.Repeat("🚲", 3_000));

            var texts = PetitionText.PartsOf(new Petition(2, "7", "", "", detail));

            Assert.All(texts, it => Assert.Null(TextRules.Check(it, "description")));
            Assert.Equal(detail + "\n（原编号 7）", Join(texts));
        }
    }

    private static string Join(IEnumerable<string> texts) => string.Concat(texts.Select(it => Marks().Replace(it, "")));

    [GeneratedRegex(@"\n（全文共 [0-9]+ 部分，其余见评论）\z|\A（续 [0-9]+/[0-9]+）\n", RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
