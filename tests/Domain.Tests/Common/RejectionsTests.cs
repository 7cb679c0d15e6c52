using System.Text;
using System.Text.RegularExpressions;
using CivicGrains.Domain.Common;
using CivicGrains.Testing;

namespace CivicGrains.Domain.Tests.Common;

public sealed partial class RejectionsTests
{
    [Fact]
    public void No_two_refusals_share_a_code()
    {
        Assert.Distinct(Rejections.All.Select(r => r.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_code_is_a_thing_and_what_is_wrong_with_it()
    {
        Assert.All(Rejections.All, r => Assert.Matches(CodeShape(), r.Code));
    }

    [Fact]
    public void Every_sentence_is_there_in_both_languages_and_asks_for_the_same_values()
    {
        Assert.All(
            Rejections.All,
            r =>
            {
                Assert.Matches("[.}]$", r.English);
                Assert.Contains(r.Chinese, c => c > '\u3000');
                Assert.Matches("[。}]$", r.Chinese);
                Assert.Equal(Values(r.English).Length, Values(r.Chinese).Length);
            }
        );
    }

    [Fact]
    public void The_page_of_codes_is_up_to_date()
    {
        Golden.Matches("docs/codes.md", Page());
    }

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Codes of refusal

            Generated from `Domain/Common/Rejections*.cs`; a test compares. A refusal changes nothing. Over HTTP it is a
            problem document (RFC 9457) with `code`, and `field` where one field of the request is wrong.

            | code | HTTP | meaning | 中文 |
            | --- | --- | --- | --- |

            """
        );
        foreach (var r in Rejections.All)
        {
            page.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| `{r.Code}` | {Http(r.Kind)} | {r.English} | {r.Chinese} |\n"
            );
        }

        return page.ToString();
    }

    private static string Http(RejectionKind kind) =>
        kind switch
        {
            RejectionKind.Invalid => "400",
            RejectionKind.NotSignedIn => "401",
            RejectionKind.NotYours => "403",
            RejectionKind.Unknown => "404",
            RejectionKind.WrongState => "409",
            RejectionKind.TooLarge => "413",
            RejectionKind.WrongType => "415",
            RejectionKind.WrongMethod => "405",
            RejectionKind.Outdated => "412",
            RejectionKind.Unguarded => "428",
            RejectionKind.Failed => "500",
            RejectionKind.Busy => "503, Retry-After",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static string[] Values(string sentence) => [.. Value().Matches(sentence).Select(m => m.Value)];

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.NonBacktracking)]
    private static partial Regex Value();

    [GeneratedRegex(
        @"^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex CodeShape();
}
