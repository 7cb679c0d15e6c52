using System.Reflection;
using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <summary>
/// Every refusal of the platform, in one place: clients and translations rely on the codes, so that a code is never
/// renamed and never means something else. <c>docs/codes.md</c> is generated from here.
/// </summary>
public static partial class Rejections
{
    // Who asks.
    public static readonly RejectionCode ActorNotSignedIn = new(
        K.NotSignedIn,
        "actor.not-signed-in",
        "Sign in first.",
        "请先登录。"
    );
    public static readonly RejectionCode SignInWrong = new(
        K.NotSignedIn,
        "sign-in.wrong",
        "Account or password is wrong.",
        "账号或密码错误。"
    );
    public static readonly RejectionCode SignInTooOften = new(
        K.Busy,
        "sign-in.too-often",
        "Too many attempts to sign in; try again later.",
        "登录尝试过于频繁,请稍后再试。"
    );
    public static readonly RejectionCode PlaceNotYours = new(
        K.NotYours,
        "place.not-yours",
        "You hold no role that may do this at {0}.",
        "您在{0}没有办理此事的权限。"
    );
    public static readonly RejectionCode SourceNotYours = new(
        K.NotYours,
        "source.not-yours",
        "Residents report as residents; the sources desk, phone, paper and patrol are for staff of the place.",
        "居民以居民身份上报;窗口、电话、书面和巡查来源仅供本地工作人员使用。"
    );
    public static readonly RejectionCode PlatformOnly = new(
        K.NotYours,
        "command.platform-only",
        "Only the platform itself does this.",
        "此操作仅由平台自身执行。"
    );

    // What is named.
    public static readonly RejectionCode OwnerUnknown = new(
        K.Unknown,
        "owner.unknown",
        "No place that owns issues is registered as {0}.",
        "没有登记为{0}的归属地。"
    );
    public static readonly RejectionCode OwnerExists = new(
        K.WrongState,
        "owner.exists",
        "{0} is registered already.",
        "{0}已经登记。"
    );
    public static readonly RejectionCode PlaceUnknown = new(
        K.Unknown,
        "place.unknown",
        "There is no place called {0}.",
        "没有名为{0}的地点。"
    );
    public static readonly RejectionCode GridUnknown = new(
        K.Invalid,
        "grid.unknown",
        "{0} is not a grid of this community.",
        "{0}不是本社区的网格。"
    );
    public static readonly RejectionCode BuildingUnknown = new(
        K.Invalid,
        "building.unknown",
        "There is no building {0} at this place.",
        "此处没有{0}。"
    );
    public static readonly RejectionCode CategoryUnknown = new(
        K.Invalid,
        "category.unknown",
        "There is no category {0}.",
        "没有{0}这一类别。"
    );
    public static readonly RejectionCode HandlerUnknown = new(
        K.Invalid,
        "handler.unknown",
        "{0} is not a place of this level that could handle the issue.",
        "{0}不是本层级可以承办此事项的单位。"
    );
    public static readonly RejectionCode RouteUnknown = new(
        K.Unknown,
        "route.unknown",
        "There is nothing at this address.",
        "此地址不存在。"
    );
    public static readonly RejectionCode CommandUnknown = new(
        K.Unknown,
        "command.unknown",
        "There is no command {0}.",
        "没有{0}这一操作。"
    );

    public static readonly RejectionCode SealUnknown = new(
        K.Unknown,
        "seal.unknown",
        "There is no seal of {0}.",
        "没有{0}的封存记录。"
    );

    // The issue.
    public static readonly RejectionCode IssueUnknown = new(
        K.Unknown,
        "issue.unknown",
        "There is no issue {0} here.",
        "此处没有事项{0}。"
    );
    public static readonly RejectionCode IssueExists = new(
        K.WrongState,
        "issue.exists",
        "There is an issue {0} already.",
        "事项{0}已存在。"
    );
    public static readonly RejectionCode IssueInvalidId = new(
        K.Invalid,
        "issue.id-invalid",
        "{0} is not the number of an issue.",
        "{0}不是事项编号。"
    );
    public static readonly RejectionCode IssueWrongState = new(
        K.WrongState,
        "issue.wrong-state",
        "The issue is {0}, so that {1} is not possible; possible now: {2}.",
        "事项当前为“{0}”,不能{1};现在可以:{2}。"
    );
    public static readonly RejectionCode IssueMoving = new(
        K.WrongState,
        "issue.moving",
        "The issue is on its way to {0}; try again in a moment.",
        "事项正在移交{0},请稍后再试。"
    );
    public static readonly RejectionCode IssueArchived = new(
        K.WrongState,
        "issue.archived",
        "The issue is archived; report a new one.",
        "事项已归档,请重新上报。"
    );
    public static readonly RejectionCode LevelNoneAbove = new(
        K.WrongState,
        "level.none-above",
        "The issue is at the district centre already; no level is above it.",
        "事项已在区监测中心,没有更高层级。"
    );
    public static readonly RejectionCode VerifyOwnWork = new(
        K.NotYours,
        "verify.own-work",
        "Somebody else than who resolved it has to check it.",
        "核查人不能是办结人本人。"
    );
    public static readonly RejectionCode RateTooLate = new(
        K.WrongState,
        "rate.too-late",
        "The time to rate this issue has ended.",
        "此事项的评价期已结束。"
    );
    public static readonly RejectionCode RateTwice = new(
        K.WrongState,
        "rate.twice",
        "The issue has been rated already.",
        "此事项已评价。"
    );
    public static readonly RejectionCode RateNotOffered = new(
        K.WrongState,
        "rate.not-offered",
        "Issues of this category are not rated.",
        "此类事项不参与评价。"
    );
    public static readonly RejectionCode ReopenTooLate = new(
        K.WrongState,
        "reopen.too-late",
        "The time to reopen this issue has ended; report a new one.",
        "此事项的重启期已结束,请重新上报。"
    );
    public static readonly RejectionCode RelocateSamePlace = new(
        K.Invalid,
        "relocate.same-place",
        "The issue is at {0} already.",
        "事项已归属{0}。"
    );
    public static readonly RejectionCode RelocateNoOwner = new(
        K.Invalid,
        "relocate.no-owner",
        "{0} does not own issues; name a compound, a grid or a project of this district.",
        "{0}不能归属事项;请填写本区的小区、网格或改造项目。"
    );
    public static readonly RejectionCode EvidenceMissing = new(
        K.Invalid,
        "evidence.missing",
        "Show that it is done: this category needs {0}.",
        "请提供办结凭证:此类事项需要{1}。"
    );
    public static readonly RejectionCode PhotoUnknown = new(
        K.Invalid,
        "photo.unknown",
        "There is no photo {0}.",
        "没有照片{0}。"
    );
    public static readonly RejectionCode PhotoTooMany = new(
        K.Invalid,
        "photo.too-many",
        "At most {0} photos.",
        "照片最多{0}张。"
    );
    public static readonly RejectionCode PhotoRepeated = new(
        K.Invalid,
        "photo.repeated",
        "The same photo stands there twice.",
        "同一张照片重复。"
    );
    public static readonly RejectionCode PhotoNotOfIssue = new(
        K.Unknown,
        "photo.not-of-issue",
        "This issue has no photo {0}.",
        "此事项没有照片{0}。"
    );
    public static readonly RejectionCode PhotoWrongType = new(
        K.WrongType,
        "photo.wrong-type",
        "Photos are JPEG, PNG or WebP pictures; this is none of them.",
        "照片须为JPEG、PNG或WebP格式,此文件不是。"
    );
    public static readonly RejectionCode PhotoTooLarge = new(
        K.TooLarge,
        "photo.too-large",
        "A photo has at most {0} MB.",
        "每张照片最大{0} MB。"
    );
    public static readonly RejectionCode PhotoTooManyPixels = new(
        K.TooLarge,
        "photo.too-many-pixels",
        "A photo has at most {0} million pixels; this one has {1} × {2}.",
        "照片最多{0}万像素,此照片为{1}×{2}。"
    );
    public static readonly RejectionCode PhotoUnreadable = new(
        K.Invalid,
        "photo.unreadable",
        "The photo is damaged or cut short and cannot be read.",
        "照片已损坏或不完整,无法读取。"
    );
    public static readonly RejectionCode PhotoBusy = new(
        K.Busy,
        "photo.busy",
        "Too many photos arrive at once; send it again in a moment.",
        "同时上传的照片过多,请稍后再传。"
    );
    public static readonly RejectionCode StarsOutOfRange = new(
        K.Invalid,
        "stars.out-of-range",
        "Stars go from 1 to 5.",
        "评分为1至5星。"
    );

    // Texts, bodies and fields.
    public static readonly RejectionCode TextEmpty = new(K.Invalid, "text.empty", "Write something.", "内容不能为空。");
    public static readonly RejectionCode TextTooLong = new(
        K.Invalid,
        "text.too-long",
        "A text has at most {0} characters; this one has {1}.",
        "文字最多{0}个字符,现有{1}个。"
    );
    public static readonly RejectionCode TextControlCharacter = new(
        K.Invalid,
        "text.control-character",
        "The text holds a control character (U+{0}), which cannot be stored.",
        "文字中含有无法存储的控制字符(U+{0})。"
    );
    public static readonly RejectionCode TextBrokenUnicode = new(
        K.Invalid,
        "text.broken-unicode",
        "The text holds half of a character (a lone surrogate).",
        "文字中含有不完整的字符。"
    );
    public static readonly RejectionCode BodyNotUtf8 = new(
        K.Invalid,
        "body.not-utf8",
        "The body is not valid UTF-8.",
        "请求正文不是有效的UTF-8。"
    );
    public static readonly RejectionCode BodyNotJson = new(
        K.Invalid,
        "body.not-json",
        "The body is not a JSON object.",
        "请求正文不是JSON对象。"
    );
    public static readonly RejectionCode BodyWrongType = new(
        K.WrongType,
        "body.wrong-type",
        "The body is to be JSON, and its Content-Type application/json.",
        "请求正文须为JSON,Content-Type须为application/json。"
    );
    public static readonly RejectionCode BodyTooLarge = new(
        K.TooLarge,
        "body.too-large",
        "The body is larger than {0} bytes.",
        "请求正文超过{0}字节。"
    );
    public static readonly RejectionCode FormStale = new(
        K.WrongState,
        "form.stale",
        "This page was out of date, so that nothing was sent; look through it and send it again.",
        "页面已过期,内容尚未提交;请核对后重新提交。"
    );
    public static readonly RejectionCode FormFieldEmpty = new(
        K.Invalid,
        "form.field-empty",
        "This is needed: fill it in.",
        "此项必填,请填写。"
    );
    public static readonly RejectionCode FormSentBefore = new(
        K.WrongState,
        "form.sent-before",
        "This form was sent before with other words, and that stands; to send these words too, send it again.",
        "此表单此前已提交过不同的内容,并已生效;如需另行提交现在的内容,请再次提交。"
    );
    public static readonly RejectionCode FieldMissing = new(
        K.Invalid,
        "field.missing",
        "The field {0} is missing.",
        "缺少字段{0}。"
    );
    public static readonly RejectionCode FieldWrongType = new(
        K.Invalid,
        "field.wrong-type",
        "The field {0} is not {1}.",
        "字段{0}的格式不正确({1})。"
    );
    public static readonly RejectionCode FieldUnknown = new(
        K.Invalid,
        "field.unknown",
        "There is no field {0} here.",
        "没有字段{0}。"
    );
    public static readonly RejectionCode CursorInvalid = new(
        K.Invalid,
        "cursor.invalid",
        "This is not a cursor that a list has given.",
        "此游标不是列表给出的。"
    );
    public static readonly RejectionCode PageSize = new(
        K.Invalid,
        "page.size",
        "A page has from 1 to {0} items.",
        "每页为1至{0}条。"
    );
    public static readonly RejectionCode RangeInvalid = new(
        K.Invalid,
        "range.invalid",
        "The end is not after the beginning.",
        "结束时间应晚于开始时间。"
    );

    // Repeats, and the log.
    public static readonly RejectionCode IdempotencyKeyInvalid = new(
        K.Invalid,
        "idempotency.key-invalid",
        "An Idempotency-Key has 1 to {0} visible ASCII characters.",
        "Idempotency-Key为1至{0}个可见ASCII字符。"
    );
    public static readonly RejectionCode IdempotencyOtherBody = new(
        K.WrongState,
        "idempotency.other-body",
        "This Idempotency-Key was used for another request.",
        "此Idempotency-Key已用于另一请求。"
    );
    public static readonly RejectionCode DeadLetterUnknown = new(
        K.Unknown,
        "dead-letter.unknown",
        "There is no dead letter {0}.",
        "没有编号为{0}的未送达联动。"
    );
    public static readonly RejectionCode DeadLetterNotWaiting = new(
        K.WrongState,
        "dead-letter.not-waiting",
        "Dead letter {0} does not wait for a decision any more.",
        "未送达联动{0}已不在等待处理。"
    );
    public static readonly RejectionCode LogBusy = new(
        K.Busy,
        "log.busy",
        "Too much is happening at once; nothing was changed, try again.",
        "系统繁忙,未作任何更改,请重试。"
    );
    public static readonly RejectionCode LogUnavailable = new(
        K.Busy,
        "log.unavailable",
        "The database cannot be reached; nothing was changed, try again.",
        "数据库暂不可用,未作任何更改,请重试。"
    );
    public static readonly RejectionCode LogRefused = new(
        K.Invalid,
        "log.refused",
        "The database cannot store this request; nothing was changed.",
        "数据库无法存储此请求,未作任何更改。"
    );
    public static readonly RejectionCode OutcomeUnknown = new(
        K.Busy,
        "outcome.unknown",
        "Whether it was done is not known; ask again with the same Idempotency-Key.",
        "结果未知,请使用相同的Idempotency-Key再次请求。"
    );
    public static readonly RejectionCode ServerBusy = new(
        K.Busy,
        "server.busy",
        "The platform is starting or stopping; try again in a moment.",
        "平台正在启动或停止,请稍后再试。"
    );

    // Live.
    public static readonly RejectionCode TopicUnknown = new(
        K.Unknown,
        "topic.unknown",
        "There is no topic {0}.",
        "没有主题{0}。"
    );
    public static readonly RejectionCode TopicNotYours = new(
        K.NotYours,
        "topic.not-yours",
        "You may not watch {0}.",
        "您无权关注{0}。"
    );
    public static readonly RejectionCode TopicTooMany = new(
        K.Busy,
        "topic.too-many",
        "One connection watches at most {0} topics.",
        "每个连接最多关注{0}个主题。"
    );

    // Rules.
    public static readonly RejectionCode RulesInvalid = new(
        K.Invalid,
        "rules.invalid",
        "These rules cannot hold: {0}",
        "规则不成立:{1}"
    );

    // The calendar.
    public static readonly RejectionCode CalendarYearOutOfRange = new(
        K.Invalid,
        "calendar.year-out-of-range",
        "There are calendars of the years {0} to {1}.",
        "日历年份为{0}年至{1}年。"
    );
    public static readonly RejectionCode CalendarStartOutOfRange = new(
        K.Invalid,
        "calendar.start-out-of-range",
        "Time limits are counted from starts in the years {0} to {1}.",
        "起算时间应在{0}年至{1}年之间。"
    );
    public static readonly RejectionCode CalendarAmountOutOfRange = new(
        K.Invalid,
        "calendar.amount-out-of-range",
        "Of this unit, from 1 to {0} can be counted.",
        "此单位可计数量为1至{0}。"
    );
    public static readonly RejectionCode CalendarDayUnreadable = new(
        K.Invalid,
        "calendar.day-unreadable",
        "{0} is no day such as 2027-02-05 and no range such as 2027-02-05..2027-02-11.",
        "{0}不是日期(如2027-02-05),也不是日期范围(如2027-02-05..2027-02-11)。"
    );
    public static readonly RejectionCode CalendarDaysTooMany = new(
        K.Invalid,
        "calendar.days-too-many",
        "These are more days than the year has.",
        "日期数量超过全年天数。"
    );
    public static readonly RejectionCode CalendarOtherYear = new(
        K.Invalid,
        "calendar.other-year",
        "{0} is not a day of {1}.",
        "{0}不在{1}年内。"
    );
    public static readonly RejectionCode CalendarDayTwice = new(
        K.Invalid,
        "calendar.day-twice",
        "{0} stands there twice.",
        "{0}重复。"
    );
    public static readonly RejectionCode CalendarNotWeekend = new(
        K.Invalid,
        "calendar.not-weekend",
        "{0} is neither a Saturday nor a Sunday, so it cannot be a make-up workday.",
        "{0}不是周六或周日,不能作为调休上班日。"
    );
    public static readonly RejectionCode CalendarOffAndWorked = new(
        K.Invalid,
        "calendar.off-and-worked",
        "{0} cannot be off and worked at once.",
        "{0}不能既放假又上班。"
    );
    public static readonly RejectionCode CalendarFeastWorked = new(
        K.Invalid,
        "calendar.feast-worked",
        "{0} is a statutory holiday and cannot be worked.",
        "{0}是法定节日,不能上班。"
    );

    // Editing what others edit too.
    public static readonly RejectionCode EditOutdated = new(
        K.Outdated,
        "edit.outdated",
        "This was changed since you read it; look at it anew.",
        "您查看之后内容已有变更,请重新查看。"
    );
    public static readonly RejectionCode EditUnguarded = new(
        K.Unguarded,
        "edit.unguarded",
        "Say in If-Match which version you have read: its ETag.",
        "请在If-Match中注明您所查看的版本(ETag)。"
    );

    // What has nothing to do with the town.
    public static readonly RejectionCode RouteMethod = new(
        K.WrongMethod,
        "route.method",
        "This address does not take this method.",
        "此地址不支持该请求方法。"
    );
    public static readonly RejectionCode PlatformFailed = new(
        K.Failed,
        "platform.failed",
        "Something went wrong on our side.",
        "平台内部错误。"
    );

    /// <summary>Every code.</summary>
    public static ImmutableArray<RejectionCode> All => Listing.All;

    /// <summary>Apart, because the codes stand in several files and all of them have to be there first.</summary>
    private static class Listing
    {
        public static readonly ImmutableArray<RejectionCode> All =
        [
            .. typeof(Rejections)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f => f.GetValue(null))
                .OfType<RejectionCode>(),
        ];
    }
}
