using CivicGrains.Domain.Rules;
using CivicGrains.Load.Replay;

namespace CivicGrains.Load.Tests.Replay;

public sealed class KeywordRulesTests
{
    private static readonly KeywordRules _rules = KeywordRules.Load();

    [Fact]
    public void Every_rule_and_the_default_name_a_category_that_a_compound_can_have()
    {
        foreach (var code in _rules.Rules.Select(it => it.Category).Append(_rules.Default))
        {
            Assert.Contains(code, DefaultRules.Law.Categories.Keys);
            Assert.False(code.StartsWith("RNV-", StringComparison.Ordinal), code);
        }

        Assert.Equal(27, _rules.Rules.Select(it => it.Category).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void No_word_stands_behind_one_of_an_earlier_rule_that_takes_its_petitions()
    {
        var earlier = new List<string>();
        foreach (var word in _rules.Rules.SelectMany(it => it.Words))
        {
            Assert.DoesNotContain(earlier, it => word.Contains(it, StringComparison.Ordinal));
            earlier.Add(word);
        }
    }

    [Theory]
    [InlineData("安全通道堆放垃圾", "", "SAF-01")]
    [InlineData("路灯不亮", "物业不管", "UTL-04")]
    [InlineData("没有人管", "物业不管，路灯也不亮", "UTL-04")]
    [InlineData("装修垃圾", "", "ENV-02")]
    [InlineData("垃圾", "", "ENV-01")]
    [InlineData("独居老人", "", "SVC-01")]
    [InlineData("咨询", "公交车几点收班", "SVC-02")]
    public void The_first_rule_of_which_a_word_stands_in_the_title_holds_before_any_word_of_the_detail(
        string title,
        string detail,
        string category
    ) => Assert.Equal(new KeywordMatch(category, IsDefault: false), Match(title, detail));

    [Fact]
    public void What_no_word_speaks_for_falls_to_the_default() =>
        Assert.Equal(new KeywordMatch("SVC-03", IsDefault: true), Match("长椅", "坐一坐"));

    private static KeywordMatch Match(string title, string detail) =>
        _rules.Match(new Petition(2, "1", "", title, detail));
}
