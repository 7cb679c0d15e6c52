using CivicGrains.WebFrontend.Compounds;
using CivicGrains.WebFrontend.Desks;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>What the routes of issues need.</summary>
internal static class IssueServices
{
    public static IServiceCollection AddIssues(this IServiceCollection services) =>
        services
            .AddSingleton<IssueScopes>()
            .AddSingleton<OwnerProfiles>()
            .AddSingleton<PlaceTitles>()
            .AddSingleton<TimelineReader>()
            .AddSingleton<WhyReader>()
            .AddSingleton<IssueRequests>()
            .AddSingleton<IssueLists>()
            .AddSingleton<ReportedBefore>()
            .AddSingleton<SimilarIssues>()
            .AddSingleton<Incidents>()
            .AddSingleton<IssueLines>()
            .AddSingleton<IssuePageReader>()
            .AddSingleton<CompoundPageReader>()
            .AddSingleton<DeskPages.DeskReader>();
}
