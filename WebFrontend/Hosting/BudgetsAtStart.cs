using CivicGrains.Domain.District;
using CivicGrains.Domain.Rules;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Rules;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>
/// <c>--budgets demo</c>: publishes rules whose time limits are divided, so that a day of deadlines passes in a minute;
/// without it, takes such rules back. Rules that somebody else has published are left alone.
/// </summary>
internal sealed class BudgetsAtStart(
    HostSettings settings,
    IGrainFactory grains,
    LawKeeper laws,
    IOptions<DistrictOptions> district,
    ILogger<BudgetsAtStart> logger
) : IHostedService
{
    private const int Divisor = 1_440;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await laws.ReadyAsync(cancellationToken);
        var divided = DefaultRules.Template.DividedBy(Divisor);
        var isDivided = IsSame(laws.Law.Template, divided);
        if (isDivided == settings.HasDemoBudgets)
        {
            return;
        }

        var version = laws.Law.Version.ToString(CultureInfo.InvariantCulture);
        var template = settings.HasDemoBudgets ? divided : DefaultRules.Template;
        var result = await grains
            .GetOwner(Place.District(district.Value.Code))
            .CarryOutReactionAsync(CommandIds.From("budgets", version), new PublishRules(template));
        if (result.Rejection is { } refused)
        {
            throw new HostRefusedException(refused.English, refused.Chinese);
        }

        logger.TimeLimitsSet(settings.HasDemoBudgets ? "divided by 1,440" : "whole again");
    }

    /// <summary>Whether the rules that were published last are those of <c>--budgets demo</c>; asks no grain.</summary>
    public static async Task<bool> AreDividedAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select payload from events where stream = $1 and type = $2 order by version desc limit 1"
        );
        command.Parameters.Add(new() { Value = Place.District(new DistrictOptions().Code).ToString() });
        command.Parameters.Add(new() { Value = EventCatalog.NameOf<RulesPublished>() });
        return await command.ExecuteScalarAsync(cancellationToken) is string payload
            && EventJson.Read(EventCatalog.NameOf<RulesPublished>(), payload) is RulesPublished published
            && IsSame(published.Template, DefaultRules.Template.DividedBy(Divisor));
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Compares as the log would write them: lists in records are equal only when they are the same list.</summary>
    private static bool IsSame(RuleTemplate one, RuleTemplate other) =>
        EventJson.Write(new RulesPublished(0, one)) == EventJson.Write(new RulesPublished(0, other));
}
