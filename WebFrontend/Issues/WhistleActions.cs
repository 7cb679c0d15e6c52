using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>What may be done to an issue: of commands about a whistle one action for each that it fits.</summary>
internal static class WhistleActions
{
    /// <summary>The actions that a row of the table gives somebody.</summary>
    public static IEnumerable<IssueAction> Of(IssueCommandRow command, Actor actor, SeenIssue issue)
    {
        var action = new IssueAction(command.Word, IssueCommands.FieldsOf(command.Word), command.Who);
        return command.Word is "decideWhistle" or "reportToWhistle" or "objectWhistle" or "rateWhistle"
            ? issue
                .Row.Whistles.Where(it => Fits(command.Word, it, actor, issue.Scope))
                .Select(it => action with { Whistle = it })
            : [action];
    }

    private static bool Fits(string word, WhistleRow row, Actor actor, in IssueScope scope)
    {
        var whistle = row.ToWhistle();
        var isTheirs = WhoMay.IsOfDepartment(actor, whistle.Department);
        return word switch
        {
            "decideWhistle" => !isTheirs && whistle.DeciderLevel is { } level && WhoMay.IsStaffOf(actor, level, scope),
            "reportToWhistle" => isTheirs && whistle.State is >= WhistleState.Blown and < WhistleState.Solved,
            "objectWhistle" => isTheirs && whistle is { State: WhistleState.Blown, ObjectedBy: null },
            "rateWhistle" => !isTheirs && whistle.State is WhistleState.Solved,
            _ => throw new UnreachableException(),
        };
    }
}
