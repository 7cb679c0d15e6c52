using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Rules;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>The categories of the rules in force.</summary>
internal static class CategoryApi
{
    /// <summary>Adds the route.</summary>
    public static void MapCategories(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/categories", ListAsync)
            .WithTags("Rules")
            .WithName("ListCategories")
            .WithSummary("Categories of issues, as the rules in force have them")
            .Produces<ImmutableArray<CategoryView>>();

    private static async Task<IResult> ListAsync(HttpContext context, LawKeeper laws)
    {
        await laws.ReadyAsync(context.RequestAborted);
        return TypedResults.Ok(laws.Law.Template.Categories.Select(CategoryView.Of).ToImmutableArray());
    }
}

/// <summary>A category.</summary>
internal sealed record CategoryView(
    string Code,
    string Chinese,
    string English,
    UrgencyClass Class,
    FirstHandler FirstHandler,
    string? Department,
    EvidenceDuty Evidence,
    RatedBy RatedBy,
    Visibility Visibility
)
{
    public static CategoryView Of(CategoryRule rule) =>
        new(
            rule.Code,
            rule.Chinese,
            rule.English,
            rule.Class,
            rule.FirstHandler,
            rule.Department,
            rule.Evidence,
            rule.RatedBy,
            rule.Visibility
        );
}
