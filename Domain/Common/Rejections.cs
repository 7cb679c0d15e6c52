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

    /// <summary>Every code, in alphabetical order.</summary>
    public static ImmutableArray<RejectionCode> All => Listing.All;

    /// <summary>Apart, because the codes stand in several files and all of them have to be there first.</summary>
    private static class Listing
    {
        public static readonly ImmutableArray<RejectionCode> All =
        [
            .. typeof(Rejections)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f => f.GetValue(null))
                .OfType<RejectionCode>()
                .OrderBy(code => code.Code, StringComparer.Ordinal),
        ];
    }
}
