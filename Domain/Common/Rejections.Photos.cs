using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>Photos.</content>
public static partial class Rejections
{
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
    public static readonly RejectionCode PhotoTooManyWaiting = new(
        K.WrongState,
        "photo.too-many-waiting",
        "{0} of your photos are in no report yet; send those, or wait a day until they are forgotten.",
        "您已有{0}张照片尚未用于任何事项;请先提交,或等待一天后自动清除。"
    );
}
