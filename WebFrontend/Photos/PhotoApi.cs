using CivicGrains.Domain.Photos;
using CivicGrains.Storage.Photos;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CivicGrains.WebFrontend.Photos;

/// <summary>A photo that was taken in.</summary>
/// <param name="Id">Its name for commands, for one day; longer when an issue mentions it.</param>
/// <param name="Width">In pixels, as it is kept.</param>
/// <param name="Height">In pixels, as it is kept.</param>
internal sealed record UploadedPhoto(string Id, int Width, int Height);

/// <summary>Taking photos in, and showing those of issues.</summary>
internal static class PhotoApi
{
    /// <summary>The parameter that asks for the small one.</summary>
    public const string Size = "size";

    /// <summary>Type of every photo that is kept.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>Adds the routes.</summary>
    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/photos", UploadAsync)
            .WithTags("Photos")
            .WithName("UploadPhoto")
            .WithSummary(
                "Upload a photo, to be named in a report or as evidence; it is made anew without what it says of place and camera"
            )
            .TakesPicture()
            .TakesIdempotencyKey()
            .Produces<UploadedPhoto>(StatusCodes.Status201Created);
        routes
            .MapGet("/api/issues/{id}/photos/{photo}", ShowAsync)
            .WithTags("Photos")
            .WithName("GetPhoto")
            .WithSummary("A photo of an issue, for those who may read its texts")
            .TakesQuery(Size, "`thumbnail` for the small one")
            .Produces<Stream>(StatusCodes.Status200OK, Jpeg)
            .Produces(StatusCodes.Status304NotModified);
    }

    /// <summary>The address of a photo of an issue.</summary>
    public static string PathOf(string issueId, string photo) => $"/api/issues/{issueId}/photos/{photo}";

    /// <summary>The address of its thumbnail.</summary>
    public static string ThumbnailOf(string issueId, string photo) => $"{PathOf(issueId, photo)}?{Size}=thumbnail";

    private static async Task<IResult> UploadAsync(
        HttpContext context,
        Actors actors,
        PhotoUploads uploads,
        IOptions<PhotoOptions> options
    )
    {
        var request = context.Request;
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var commandId = IdempotencyKey.CommandIdOf(request, accountId);
        if (request.ContentLength > options.Value.BytesMax)
        {
            throw new RefusedException(uploads.TooLarge());
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Counted while it is read, so that the answer is in our words.
            size.MaxRequestBodySize = null;
        }

        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        var photo = await uploads.TakeAsync(
            actor.Reference,
            type,
            request.Body,
            _ => commandId,
            context.RequestAborted
        );
        return TypedResults.Json(
            new UploadedPhoto(photo.Commitment, photo.Width, photo.Height),
            statusCode: StatusCodes.Status201Created
        );
    }

    private static async Task<IResult> ShowAsync(
        string id,
        string photo,
        HttpContext context,
        IssueRequests requests,
        IPhotoStore store
    )
    {
        var (issue, sight) = await requests.VisibleAsync(id, context);
        return sight < Sight.Texts
            ? Rejections.PlaceNotYours.With(null, issue.Row.Owner).ToResult()
            : await AnswerAsync(context, photo, issue.Issue.Photos.Any(it => it.Id == photo), store);
    }

    /// <summary>Answers with a photo of something that whoever asks may see.</summary>
    /// <param name="isOfIt">Whether the photo is one of that.</param>
    /// <exception cref="RefusedException">It is asked for in a size there is none of.</exception>
    public static async Task<IResult> AnswerAsync(HttpContext context, string photo, bool isOfIt, IPhotoStore store)
    {
        var size = new Query(context.Request).Text(Size) switch
        {
            null => PhotoSize.Full,
            "thumbnail" => PhotoSize.Thumbnail,
            _ => throw Query.Wrong(Size, "thumbnail", "thumbnail"),
        };
        if (!isOfIt || await store.ReadAsync(photo, size, context.RequestAborted) is not { } bytes)
        {
            return Rejections.PhotoNotOfIssue.With(null, PhotoRules.IsCommitment(photo) ? photo : "…").ToResult();
        }

        var headers = context.Response.Headers;
        // Kept by the browser, but asked for anew each time: who has signed out or moved away sees it no longer.
        headers.CacheControl = "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentDisposition = "inline";
        // Browsers that show a picture by itself put it into a page of their own, with a style of their own.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return TypedResults.Bytes(bytes, Jpeg, entityTag: new EntityTagHeaderValue($"\"{photo}\""));
    }
}
