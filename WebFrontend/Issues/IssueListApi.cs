using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Lists of issues.</summary>
internal static class IssueListApi
{
    private const int PageUsual = 50;

    /// <summary>Adds the route.</summary>
    public static void MapIssueLists(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/issues", ListAsync)
            .WithTags("Issues")
            .WithName("ListIssues")
            .WithSummary("Issues that the asker may see, newest first; pages by `after`")
            .TakesQuery("owner", "An owner, such as compound/510105007004-C012")
            .TakesQuery("community", "12-digit code")
            .TakesQuery("subdistrict", "9-digit code")
            .TakesQuery("status", "Words, separated by commas")
            .TakesQuery("overdue", "true or false")
            .TakesQuery("category", "Service code")
            .TakesQuery("handler", "Place of the handler")
            .TakesQuery("whistled", "Key of a department that is called in to help")
            .TakesQuery("mine", "true: what the asker reported or follows")
            .TakesQuery("q", "Words of the text")
            .TakesQuery("order", "reported (the usual) or updated")
            .TakesQuery("after", "`next` of the page before")
            .TakesQuery("limit", "1 to 200; usually 50")
            .Produces<IssuePage>();

    private static async Task<IResult> ListAsync(HttpContext context, IssueLists lists, Actors actors)
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        return FilterOf(new Query(context.Request), actor) is { } filter
            ? Answer(await lists.ReadAsync(filter, actor, context.RequestAborted))
            : Answer(new IssueList([], null));
    }

    /// <summary>The filter; null when it contradicts itself.</summary>
    private static IssueFilter? FilterOf(Query query, Actor actor)
    {
        var owner = query.Place("owner", place => place.OwnsIssues);
        var community = query.Code("community", "community");
        var subdistrict = query.Code("subdistrict", "subdistrict");
        var place = owner ?? community ?? subdistrict;
        if (
            place is { } narrow
            && (community is { } c && !c.Covers(narrow) || subdistrict is { } s && !s.Covers(narrow))
        )
        {
            return null;
        }

        TimeCursor? after = null;
        if (query.Text("after") is { } text)
        {
            after = TimeCursor.TryParse(text, out var cursor)
                ? cursor
                : throw new RefusedException(Rejections.CursorInvalid.Now("after"));
        }

        return new IssueFilter
        {
            Place = place,
            Statuses = query.Words<IssueStatus>("status"),
            Overdue = query.Flag("overdue"),
            Category = query.Text("category"),
            HandlerPlace = query.Place("handler", _ => true),
            WhistledTo = query.Text("whistled"),
            ConcernedWith = query.Flag("mine") is true ? actor.Reference : null,
            Query = query.Text("q"),
            Order = query.Words<IssueOrder>("order").FirstOrDefault(IssueOrder.Reported),
            After = after,
            Limit = query.Limit(PageUsual, IssueFilter.PageMax),
        };
    }

    private static JsonTextResult Answer(IssueList list)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, IssueView.Readable))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var (issue, sight) in list.Items)
            {
                IssueView.Write(json, issue.Issue, sight);
            }

            json.WriteEndArray();
            json.WriteString("next", list.Next);
            json.WriteEndObject();
        }

        return new JsonTextResult(StatusCodes.Status200OK, buffer.WrittenMemory);
    }
}

/// <summary>A page of issues.</summary>
/// <param name="Next">For `after` of the next page; null when this is the last.</param>
internal sealed record IssuePage(IssueViewDocument[] Items, string? Next);
