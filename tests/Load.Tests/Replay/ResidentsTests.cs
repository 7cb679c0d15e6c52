using CivicGrains.Load.Replay;

namespace CivicGrains.Load.Tests.Replay;

public sealed class ResidentsTests
{
    private static readonly DemoAccount[] _accounts =
    [
        .. Enumerable
            .Range(0, 20)
            .Select(i => new DemoAccount($"resident-{i:00}", "", "resident", $"compound/51010500700{i % 9}-C001")),
        new("grid-head", "", "grid-head", "grid/510105007004-G01"),
    ];

    [Fact]
    public void Only_residents_send_petitions() =>
        Assert.All(Residents.Of(_accounts), it => Assert.Equal("resident", it.Role));

    [Fact]
    public void A_petition_has_the_same_sender_whatever_stands_around_it_in_its_file_and_among_the_accounts()
    {
        var one = Residents.SenderOf("178538", Residents.Of(_accounts));
        var other = Residents.SenderOf("178538", Residents.Of(_accounts.Reverse()));

        Assert.Equal(one, other);
        Assert.Equal("resident-04", one.Account);
    }

    [Fact]
    public void Petitions_are_spread_over_all_residents()
    {
        var residents = Residents.Of(_accounts);

        var counts = Enumerable.Range(0, 2_000).CountBy(i => Residents.SenderOf($"{i}", residents)).ToList();

        Assert.Equal(20, counts.Count);
        Assert.All(counts, it => Assert.InRange(it.Value, 50, 150));
    }

    [Fact]
    public void A_key_is_one_of_a_file_and_an_id_and_can_be_a_header()
    {
        var key = PetitionSender.KeyOf("信件.csv", "编号 1");

        Assert.Equal(key, PetitionSender.KeyOf("信件.csv", "编号 1"));
        Assert.NotEqual(key, PetitionSender.KeyOf("信件.csv", "编号 2"));
        Assert.NotEqual(key, PetitionSender.KeyOf("来信.csv", "编号 1"));
        Assert.All(key, c => Assert.InRange(c, '!', '~'));
    }
}
