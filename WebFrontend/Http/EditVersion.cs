using Microsoft.Net.Http.Headers;

namespace CivicGrains.WebFrontend.Http;

/// <summary>
/// The version of something that several people edit: <c>ETag</c> when it is read, <c>If-Match</c> when it is changed,
/// so that nobody writes over what they have not seen.
/// </summary>
internal static class EditVersion
{
    /// <summary>Says which version an answer shows.</summary>
    public static void Show(HttpResponse response, int version) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that whoever changes it has read; null for any (<c>*</c>).</summary>
    /// <exception cref="RefusedException">It is not said, or was never one of ours.</exception>
    public static int? Read(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            throw new RefusedException(Rejections.EditUnguarded.Now());
        }

        // A weak tag never matches here (RFC 9110, 13.1.1), nor does one that no answer of ours has carried.
        return
            EntityTagHeaderValue.TryParseList(request.Headers.IfMatch, out var tags)
            && tags is [{ IsWeak: false } tag]
            && Parse(tag.Tag.AsSpan().Trim('"'), out var version)
            ? version
            : throw new RefusedException(Rejections.EditOutdated.Now());
    }

    private static bool Parse(ReadOnlySpan<char> tag, out int? version)
    {
        version = int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return version is not null || tag is "*";
    }
}
