using CivicGrains.Domain.Photos;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CivicGrains.WebFrontend.Photos;

/// <summary>
/// Reads forms that bring photos. Each photo is taken in as it comes and stands in the form by its name from then on, so
/// that one is in memory at a time, none ever lies in a file, and a form that is shown again still has those that were
/// fine.
/// </summary>
internal sealed class PhotoForms(PhotoUploads uploads, IAntiforgery antiforgery, IOptions<PhotoOptions> options)
{
    /// <summary>Name of the field of files.</summary>
    public const string FileField = "photo";

    private const int TextBytesMax = 1024 * 1024;
    private const int BoundaryCharactersMax = 200;
    private const int PartsMax = 200;

    /// <summary>As many of the largest photos may come from who is signed in, although only a few are taken.</summary>
    private const int ReadPastMax = 20;

    /// <summary>Reads the form of a request.</summary>
    /// <param name="fixedFields">What the page itself says, whatever was filled in.</param>
    /// <returns>The form, and why a photo of it was refused; null when none was.</returns>
    /// <exception cref="RefusedException">It is no form, or too large.</exception>
    public async Task<(PageForm Form, Rejection? Refused)> ReadAsync(
        HttpContext context,
        params (string Name, string Value)[] fixedFields
    )
    {
        if (BoundaryOf(context.Request) is not { } boundary)
        {
            return (await PageForm.ReadAsync(context, fixedFields), null);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // More than may be taken: what is too much is read past, so that it can be said beside the texts.
            var photos = context.Visit().Account is null ? PhotoRules.PhotosMax : ReadPastMax;
            size.MaxRequestBodySize = ((long)options.Value.BytesMax * photos) + TextBytesMax;
        }

        var reading = new Reading(uploads, antiforgery, context);
        await reading.ReadAsync(new MultipartReader(boundary, context.Request.Body));
        return (await PageForm.ReadAsync(context, fixedFields), reading.Refused);
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= BoundaryCharactersMax } boundary
            ? boundary.Value
            : null;

    private sealed class Reading(PhotoUploads uploads, IAntiforgery antiforgery, HttpContext context)
    {
        private readonly Dictionary<string, StringValues> _fields = new(StringComparer.Ordinal);
        private int _textBytesLeft = TextBytesMax;
        private bool? _isTaking;

        public Rejection? Refused { get; private set; }

        public async Task ReadAsync(MultipartReader reader)
        {
            try
            {
                for (var n = 0; await reader.ReadNextSectionAsync(context.RequestAborted) is { } section; n++)
                {
                    if (n == PartsMax)
                    {
                        throw new InvalidDataException("Too many parts.");
                    }

                    if (section.GetContentDispositionHeader() is not { } disposition)
                    {
                        continue;
                    }

                    if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
                    {
                        await TakeAsync(section, disposition);
                    }
                    else
                    {
                        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                        var text = await TextAsync(section);
                        // Names of photos may come one by one, or together from a form that was kept.
                        var values = new StringValues(name == PhotoCheck.Field ? text.Split(',') : [text]);
                        _fields[name] = StringValues.Concat(_fields.GetValueOrDefault(name), values);
                    }
                }
            }
            catch (BadHttpRequestException e) when (e.StatusCode is StatusCodes.Status413PayloadTooLarge)
            {
                // The photos together; the texts stand before them and are here.
                Refused ??= uploads.TooLarge();
            }
            catch (InvalidDataException)
            {
                throw new RefusedException(Rejections.BodyTooLarge.With(null, TextBytesMax));
            }
            catch (IOException e) when (e is not BadHttpRequestException)
            {
                // It ends before its end: no browser sends that.
                throw new RefusedException(Rejections.FormStale.Now());
            }

            ShowForm();
        }

        /// <summary>Whoever reads the form from now on reads what was read so far.</summary>
        private void ShowForm() => context.Request.Form = new FormCollection(_fields);

        private async Task TakeAsync(MultipartSection section, ContentDispositionHeaderValue disposition)
        {
            // A field without a file is sent as a file without a name.
            var isEmpty =
                HeaderUtilities.RemoveQuotes(disposition.FileName).Length == 0 && !disposition.FileNameStar.HasValue;
            if (isEmpty || !await IsTakingAsync())
            {
                return;
            }

            var photos = _fields.GetValueOrDefault(PhotoCheck.Field);
            if (photos.Count >= PhotoRules.PhotosMax)
            {
                Refused ??= Rejections.PhotoTooMany.With(PhotoCheck.Field, PhotoRules.PhotosMax);
                return;
            }

            var account = context.Visit().Account!;
            var type = MediaTypeHeaderValue.TryParse(section.ContentType, out var parsed)
                ? parsed.MediaType.Value
                : null;
            try
            {
                var photo = await uploads.TakeAsync(
                    account.Reference,
                    type,
                    section.Body,
                    hash => IdOf(account.Id, hash),
                    context.RequestAborted
                );
                if (!photos.Contains(photo.Commitment, StringComparer.Ordinal))
                {
                    _fields[PhotoCheck.Field] = StringValues.Concat(photos, photo.Commitment);
                }
            }
            catch (RefusedException e)
            {
                Refused ??= e.Rejection;
            }
        }

        /// <summary>The same photo in the same form is one photo, however often the form is sent.</summary>
        private Guid IdOf(Guid accountId, byte[] hash) =>
            _fields.GetValueOrDefault(PageForm.KeyName).ToString() is { Length: > 0 } key
                ? CommandIds.From(accountId.ToString("D"), "photo of a form", key, Convert.ToHexStringLower(hash))
                : Guid.CreateVersion7();

        /// <summary>Photos are taken from who is signed in, in a form of ours: that proof stands first in every form.</summary>
        private async Task<bool> IsTakingAsync()
        {
            if (_isTaking is null)
            {
                ShowForm();
                _isTaking = context.Visit().Account is not null && await antiforgery.IsRequestValidAsync(context);
            }

            return _isTaking.Value;
        }

        private async Task<string> TextAsync(MultipartSection section)
        {
            using var text = new MemoryStream();
            var buffer = new byte[4096];
            int read;
            while ((read = await section.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                _textBytesLeft -= read;
                if (_textBytesLeft < 0)
                {
                    throw new RefusedException(Rejections.BodyTooLarge.With(null, TextBytesMax));
                }

                await text.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            }

            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
    }
}
