using System.Text.Encodings.Web;
using System.Text.Json;
using CivicGrains.WebFrontend.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>
/// A form that was sent. Its fields are written as the JSON that the API takes, so that the same readers check them;
/// names with a dot stand within an object, and those that begin with an underscore belong to the form itself.
/// </summary>
internal sealed class PageForm : IDisposable
{
    /// <summary>Name of the field that tells two wishes from one that was sent twice.</summary>
    public const string KeyName = "_key";

    /// <summary>Name of the field that proves that the form came from a page of ours.</summary>
    public const string TokenName = "_token";

    /// <summary>Name of the field that says which page to go back to.</summary>
    public const string BackName = "_back";

    /// <summary>Name of the field with the version of what others edit too, as it was previewed.</summary>
    public const string SeenName = "_seen";

    private const int BytesMax = 1024 * 1024;

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private PageForm(string route, bool isFresh, ImmutableSortedDictionary<string, string> values)
    {
        IsFresh = isFresh;
        Values = values;
        Body = RequestBody.Parse(route, JsonOf(values));
    }

    /// <summary>Whether it came from a page of ours that was made for who is signed in now.</summary>
    public bool IsFresh { get; }

    /// <summary>What was filled in, by the names of the fields.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; }

    /// <summary>The same as the body of a request.</summary>
    public RequestBody Body { get; }

    /// <summary>What tells this wish from another; null when the form brings none.</summary>
    public string? Key => Values.GetValueOrDefault(KeyName);

    /// <summary>
    /// The version that was previewed: only that is published. Null for a form that did not come from a preview, or is
    /// not fresh any more.
    /// </summary>
    public int? SeenVersion =>
        IsFresh
        && int.TryParse(
            Values.GetValueOrDefault(SeenName),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seen
        )
            ? seen
            : null;

    /// <summary>The page to go back to; null when the form names none of ours.</summary>
    public string? Back => Values.GetValueOrDefault(BackName) is { } back && IsLocal(back) ? back : null;

    /// <summary>Reads the form of a request.</summary>
    /// <param name="fixedFields">What the page itself says, whatever was filled in.</param>
    /// <exception cref="RefusedException">It is no form, or too large.</exception>
    public static async Task<PageForm> ReadAsync(HttpContext context, params (string Name, string Value)[] fixedFields)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BytesMax;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var isFresh = await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
            var values = form.ToImmutableSortedDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
            return new PageForm(
                RequestBody.RouteOf(context.Request),
                isFresh,
                values.SetItems(fixedFields.Select(f => KeyValuePair.Create(f.Name, f.Value)))
            );
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(Rejections.BodyTooLarge.With(null, BytesMax));
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException(Rejections.FormStale.Now());
        }
    }

    /// <summary>Does what the form wishes for, when it is fresh.</summary>
    /// <param name="send">Sends it, and answers why it was refused; null when it was done.</param>
    /// <param name="before">Why it cannot even be sent, found while it was read.</param>
    /// <returns>Why it was not done; null when it was.</returns>
    public async Task<Rejection?> TryAsync(Func<Task<Rejection?>> send, Rejection? before = null)
    {
        if (!IsFresh)
        {
            return Rejections.FormStale.Now();
        }

        if (before is not null)
        {
            return before;
        }

        try
        {
            return await send();
        }
        catch (RefusedException e)
        {
            return e.Rejection;
        }
    }

    /// <summary>Whether an address is one of this site.</summary>
    public static bool IsLocal(string address) =>
        address is ['/'] or ['/', not ('/' or '\\'), ..] && address.All(c => c is > ' ' and <= '~');

    /// <inheritdoc/>
    public void Dispose() => Body.Dispose();

    private static ReadOnlyMemory<byte> JsonOf(ImmutableSortedDictionary<string, string> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            var open = "";
            // In ordinal order, so that the fields of an object stand together.
            foreach (var (name, value) in values.Where(v => v.Value.Length > 0 && !v.Key.StartsWith('_')))
            {
                var dot = name.IndexOf('.', StringComparison.Ordinal);
                var within = dot < 0 ? "" : name[..dot];
                if (within != open)
                {
                    Close(json, open);
                    if (within.Length > 0)
                    {
                        json.WriteStartObject(within);
                    }

                    open = within;
                }

                Write(json, name[(dot + 1)..], value);
            }

            Close(json, open);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Close(Utf8JsonWriter json, string open)
    {
        if (open.Length > 0)
        {
            json.WriteEndObject();
        }
    }

    /// <summary>Forms know only texts. What is a number, a flag or a list to the API is one by its name.</summary>
    private static void Write(Utf8JsonWriter json, string name, string value)
    {
        if (
            name is "stars" or "households" or "number" or "minutes"
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
        {
            json.WriteNumber(name, number);
        }
        else if (
            name is "passed" or "granted" or "solved" or "causedByHandling" or "exercise"
            && value is "true" or "false"
        )
        {
            json.WriteBoolean(name, value is "true");
        }
        else if (name is "photos" or "categories" or "area")
        {
            json.WriteStartArray(name);
            foreach (
                var part in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            )
            {
                json.WriteStringValue(part);
            }

            json.WriteEndArray();
        }
        else if (name is "daysOff" or "makeUpWorkdays")
        {
            json.WriteStartArray(name);
            foreach (
                var line in value
                    .ReplaceLineEndings("\n")
                    .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
        }
        else
        {
            // Browsers send line ends as two characters; one is meant.
            json.WriteString(name, value.ReplaceLineEndings("\n"));
        }
    }
}
