using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>The working calendar.</content>
public static partial class Rejections
{
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
}
