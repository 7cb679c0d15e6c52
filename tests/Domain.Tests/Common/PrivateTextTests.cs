using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Common;

public sealed class PrivateTextTests
{
    /// <summary>Worked out with OpenSSL: <c>printf '灯不亮' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…0f</c>.</summary>
    [Theory]
    [InlineData("灯不亮", "6297a1c2d96819a4b14c22339c3af8970e4062fb39a951dd222926b071732742")]
    [InlineData("", "07eff8b326b7798c9ccfcbdbe579489ac785a7995a04618b1a2813c26744777d")]
    public void A_commitment_is_the_keyed_hash_of_the_text(string body, string commitment)
    {
        var salt = Enumerable.Range(0, PrivateText.SaltBytes).Select(i => (byte)i).ToArray();

        Assert.Equal(commitment, PrivateText.Commit(salt, body));
        Assert.Equal(commitment, PrivateText.Commit(salt, System.Text.Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void A_command_that_is_printed_tells_neither_text_nor_salt()
    {
        var text = PrivateText.Of("note", "三楼王奶奶家");

        var printed = new Comment("QY20261124-000001", text).ToString();

        Assert.DoesNotContain(text.Body, printed);
        Assert.DoesNotContain("Salt", printed);
        Assert.Contains(text.Commitment, printed);
    }

    [Fact]
    public void The_same_text_twice_has_two_commitments_that_each_open_it()
    {
        var one = PrivateText.Of("note", "灯不亮");
        var other = PrivateText.Of("note", "灯不亮");

        Assert.NotEqual(one.Commitment, other.Commitment);
        Assert.Equal(one.Commitment, PrivateText.Commit(one.Salt.AsSpan(), one.Body));
        Assert.Equal(PrivateText.SaltBytes, one.Salt.Length);
    }

    [Fact]
    public void A_command_id_can_be_derived_again_and_its_parts_do_not_run_together()
    {
        Assert.Equal(
            new Guid("c315144a-556e-8fbe-8bab-f74267bce3f8"),
            CommandIds.From("due", "compound/510105007004-C012", "7")
        );
        Assert.NotEqual(CommandIds.From("ab", "c"), CommandIds.From("a", "bc"));
        Assert.NotEqual(CommandIds.From("ab"), CommandIds.From("ab", ""));
    }
}
