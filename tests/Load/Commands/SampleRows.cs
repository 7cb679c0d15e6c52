using System.Security.Cryptography;

namespace CivicGrains.Load.Commands;

/// <summary>
/// What a report writes, ready made: the hand-written sides have nothing to decide, to hash or to serialise, which is
/// as favourable to them as can be.
/// </summary>
internal static class SampleRows
{
    public const string Category = "UTL-04";
    public const string Description = "三栋二单元门口路灯坏了，晚上很黑，老人下楼不方便，请尽快来修。";

    public const string ReportedPayload =
        """{"issueId":"QY20261124-000123","category":"UTL-04","visibility":"compound","source":"resident","building":"1栋","description":"3f1b0c7a9d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c"}""";

    public const string AcceptedPayload =
        """{"issueId":"QY20261124-000123","category":"UTL-04","terms":{"ruleVersion":1,"class":"P3","acknowledge":"2wh","budgets":["2wd","1wd","2wd","2wd"],"cap":"7wd","department":"urban-lighting","visibility":"compound","evidence":"photoOrNote","ratedBy":"compound","ratingWindow":"3wd","reopenWindow":"7d","firstHandler":"compoundManager"},"step":{"level":0,"handler":{"role":"property-manager","place":"compound/510105007004-C012"},"acknowledgeDueAt":"2026-11-24T12:00:00+00:00","dueAt":"2026-11-26T09:00:00+00:00","limit":"2wd","calendarVersion":0,"warning":{"percent":50,"at":"2026-11-25T06:00:00+00:00"}},"clockFrom":"2026-11-24T10:00:00+00:00","overallDueAt":"2026-12-03T09:00:00+00:00","overall":{"from":"2026-11-24T10:00:00+00:00","limit":"7wd","superviseAt":"2026-12-08T09:00:00+00:00"}}""";

    public const string Answer =
        """{"id":"QY20261124-000123","status":"dispatched","level":0,"dueAt":"2026-11-26T10:00:00+00:00"}""";

    public static readonly byte[] Hash = SHA256.HashData("a hash"u8);
    public static readonly byte[] Salt = Hash[..16];

    public static string Commitment() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
