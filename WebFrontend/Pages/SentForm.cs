namespace CivicGrains.WebFrontend.Pages;

/// <summary>A form that was refused: shown again with everything that was filled in.</summary>
/// <param name="NextKey">The key it goes with when it is sent again.</param>
public sealed record SentForm(IReadOnlyDictionary<string, string> Values, Rejection Refused, string NextKey)
{
    /// <summary>The text that was written; null when there is none.</summary>
    public string? Words =>
        Values
            .Where(value => value.Key is "note" or "reason")
            .Select(value => value.Value)
            .FirstOrDefault(it => it != "");

    /// <summary>A form that was refused.</summary>
    internal static SentForm Of(PageForm form, Rejection refused)
    {
        // A wish that was refused may become another one and keeps its key, so that an answer that was lost on the way
        // is found again. Only a key that stands for something else already is given up.
        return refused.Code == Rejections.IdempotencyOtherBody.Code || string.IsNullOrEmpty(form.Key)
            ? new SentForm(form.Values, SayOf(refused), Visit.NewKey())
            : new SentForm(form.Values, SayOf(refused), form.Key);
    }

    /// <summary>Some refusals speak of keys and fields of the API; people who fill in a form know neither.</summary>
    internal static Rejection SayOf(Rejection refused) =>
        refused.Code == Rejections.IdempotencyOtherBody.Code ? Rejections.FormSentBefore.Now()
        : refused.Code == Rejections.FieldMissing.Code ? Rejections.FormFieldEmpty.Now(refused.Field)
        : refused;
}
