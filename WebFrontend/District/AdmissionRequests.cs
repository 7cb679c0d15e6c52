using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.District;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.District;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.District;

/// <summary>Admissions, as somebody sees them.</summary>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record SeenAdmissions(ImmutableArray<AdmissionRow> Items, string? Next);

/// <summary>What people ask of admissions, through whatever door they come.</summary>
internal sealed class AdmissionRequests(
    AdmissionQueries admissions,
    CommandSender sender,
    DomainClock clock,
    IOptions<DistrictOptions> district
)
{
    /// <summary>The district.</summary>
    public Place District { get; } = Place.District(district.Value.Code);

    /// <summary>
    /// The admissions that are for these eyes: those in force or to come for everybody, those of their department for its
    /// staff, all for the district centre. Reasons are for the latter two.
    /// </summary>
    /// <param name="actor">Who looks; null for somebody who is not signed in.</param>
    public async Task<SeenAdmissions> ListAsync(Actor? actor, int below, int limit, CancellationToken cancellationToken)
    {
        var decides = actor is not null && WhoMay.DecideAdmissions(actor, District);
        var departments = actor is null ? [] : WhoMay.DepartmentsOf(actor);
        var rows = await admissions.ListAsync(
            new AdmissionFilter(District, below, TownTime.DateOf(clock.GetUtcNow()), decides, departments, limit + 1),
            cancellationToken
        );
        ImmutableArray<AdmissionRow> items =
        [
            .. rows.Take(limit)
                .Select(it =>
                    decides || departments.Contains(it.Department, StringComparer.Ordinal) ? it : WithoutReasons(it)
                ),
        ];
        return new SeenAdmissions(
            items,
            rows.Count > limit ? items[^1].Number.ToString(CultureInfo.InvariantCulture) : null
        );
    }

    /// <summary>Lets pass who may ask for admissions, before anything of the body is read.</summary>
    /// <exception cref="RefusedException">They are of no department.</exception>
    public void EnsureMayRequest(Actor actor)
    {
        if (WhoMay.DepartmentsOf(actor).IsEmpty)
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, District));
        }
    }

    /// <summary>Lets pass who may decide on admissions or end some, before anything of the body is read.</summary>
    /// <exception cref="RefusedException">There is no such command, or they may not.</exception>
    public void EnsureMay(Actor actor, string word)
    {
        var may = word switch
        {
            "decide" => WhoMay.DecideAdmissions(actor, District),
            "end" => WhoMay.DecideAdmissions(actor, District) || !WhoMay.DepartmentsOf(actor).IsEmpty,
            _ => throw new RefusedException(Rejections.CommandUnknown.With(null, JsonFields.Short(word))),
        };
        if (!may)
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, District));
        }
    }

    /// <summary>Asks for an admission.</summary>
    /// <exception cref="RefusedException">A field is wrong.</exception>
    public Task<CommandOutcome> RequestAsync(
        Guid accountId,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        var fields = body.Fields;
        fields.ExpectOnly("title", "categories", "area", "from", "until", "reason", "department");
        return SendAsync(
            accountId,
            commandId,
            body,
            new RequestAdmission(
                PrivateText.Of("note", fields.Text("title")),
                [.. fields.Words("categories").Select(JsonFields.Short)],
                [.. fields.Words("area").Select(PlaceOf)],
                fields.Day("from"),
                fields.Day("until"),
                PrivateText.Of("reason", fields.Text("reason")),
                fields.OptionalString("department") is { } department ? JsonFields.Short(department) : null
            ),
            cancellationToken
        );
    }

    /// <summary>Decides on an admission, or ends one. Ask <see cref="EnsureMay"/> first.</summary>
    /// <exception cref="RefusedException">A field is wrong.</exception>
    public Task<CommandOutcome> CommandAsync(
        Guid accountId,
        int number,
        string word,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        var reason = body.Fields.OptionalText("reason") is { } text ? PrivateText.Of("reason", text) : null;
        DomainCommand command;
        if (word == "decide")
        {
            body.Fields.ExpectOnly("granted", "reason");
            command = new DecideAdmission(number, body.Fields.Flag("granted"), reason);
        }
        else
        {
            body.Fields.ExpectOnly("reason");
            command = new EndAdmission(number, reason);
        }

        return SendAsync(accountId, commandId, body, command, cancellationToken);
    }

    /// <summary>Why something was asked for and decided is between those two.</summary>
    private static AdmissionRow WithoutReasons(AdmissionRow it) =>
        it with
        {
            Reason = null,
            DecisionReason = null,
            EndReason = null,
        };

    private Task<CommandOutcome> SendAsync(
        Guid accountId,
        Guid commandId,
        RequestBody body,
        DomainCommand command,
        CancellationToken cancellationToken
    ) =>
        sender.CarryOutAsync(
            District,
            new CommandEnvelope(commandId, accountId, body.Hash, command),
            cancellationToken: cancellationToken
        );

    private static Place PlaceOf(string name) =>
        Place.TryParse(name, out var place)
            ? place
            : throw new RefusedException(Rejections.AdmissionAreaUnknown.With("area", JsonFields.Short(name)));
}
