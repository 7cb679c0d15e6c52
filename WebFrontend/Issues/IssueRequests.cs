using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Photos;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>What people ask of issues, through whatever door they come: the API and the pages send the same.</summary>
internal sealed class IssueRequests(
    IssueNumbers numbers,
    IssueBoards issues,
    IssueScopes scopes,
    Actors actors,
    CommandSender sender,
    PhotoCheck photos
)
{
    /// <summary>Reports something at an owner.</summary>
    /// <param name="commandId">The same for a repeat of the same wish.</param>
    /// <exception cref="RefusedException">A field is wrong.</exception>
    public async Task<CommandOutcome> ReportAsync(
        Guid accountId,
        Actor actor,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        var owner = ReportReader.Owner(body.Fields);
        var report = ReportReader.Read(body.Fields);
        await photos.EnsureTheirsAsync(actor, report.Photos, cancellationToken);

        // The hash was made before, so a repeat is known as such although its number is another.
        var numbered = report with
        {
            IssueId = await numbers.NextAsync(cancellationToken),
        };
        return await sender.CarryOutAsync(
            owner,
            new CommandEnvelope(commandId, accountId, body.Hash, numbered),
            explain: null,
            cancellationToken
        );
    }

    /// <summary>Carries an issue on.</summary>
    /// <param name="command">A word that <see cref="IssueCommands"/> knows.</param>
    /// <param name="commandId">The same for a repeat of the same wish.</param>
    /// <exception cref="RefusedException">A field is wrong, or the issue is not for these eyes.</exception>
    public async Task<CommandOutcome> CommandAsync(
        Guid accountId,
        Actor actor,
        string id,
        string command,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        var wish = IssueCommands.Read(command, id, body.Fields);
        var (issue, _) = await VisibleAsync(id, actor, cancellationToken);
        await photos.EnsureTheirsAsync(actor, IssueCommands.PhotosIn(body.Fields), cancellationToken);
        return await sender.CarryOutAsync(
            issue.Row.Owner,
            new CommandEnvelope(commandId, accountId, body.Hash, wish),
            refused => ExplainAsync(refused, issue.Row, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>An issue that the one who is signed in may know of.</summary>
    /// <exception cref="RefusedException">Nobody is signed in; there is none, or its very existence is not for these eyes.</exception>
    public async Task<(SeenIssue Issue, Sight Sight)> VisibleAsync(string id, HttpContext context) =>
        await VisibleAsync(id, await actors.RequireAsync(context.User, context.RequestAborted), context.RequestAborted);

    /// <summary>An issue that somebody may know of.</summary>
    /// <exception cref="RefusedException">There is none, or its very existence is not for these eyes.</exception>
    public async Task<(SeenIssue Issue, Sight Sight)> VisibleAsync(
        string id,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var found = IssueIds.IsId(id) ? await issues.FindAsync(id, null, cancellationToken) : null;
        if (found is null)
        {
            throw new RefusedException(Rejections.IssueUnknown.With(null, id.Length <= 50 ? id : id[..50]));
        }

        var issue = await scopes.SeeAsync(found, cancellationToken);
        var sight = issue.For(actor);
        return sight > Sight.None
            ? (issue, sight)
            : throw new RefusedException(
                issue.Row.Visibility is Visibility.Compound
                    ? Rejections.PlaceNotYours.With(null, issue.Row.Owner)
                    : Rejections.IssueUnknown.With(null, id)
            );
    }

    /// <summary>
    /// An owner forgets an issue that has left its state and answers that it knows no such issue; the list knows where
    /// it went. Asked after the owner, so that a repeat of an accepted command has got its first answer.
    /// </summary>
    private async ValueTask<Rejection> ExplainAsync(
        Rejection refused,
        IssueRow asked,
        CancellationToken cancellationToken
    )
    {
        if (refused.Code != Rejections.IssueUnknown.Code)
        {
            return refused;
        }

        var row = (await issues.FindAsync(asked.Id, null, cancellationToken))?.Row;
        return row switch
        {
            { Archived: true } => Rejections.IssueArchived.Now(),
            { } moved when moved.Owner != asked.Owner => Rejections.IssueMoving.With(null, moved.Owner),
            _ => refused,
        };
    }
}
