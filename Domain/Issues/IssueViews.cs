using System.Text.Json;
using CivicGrains.Domain.Photos;

namespace CivicGrains.Domain.Issues;

/// <summary>Rows of the read model and answers to commands: pure functions of the issues of an owner.</summary>
public static partial class IssueViews
{
    /// <summary>The view of issues.</summary>
    public const string View = "issues";

    /// <summary>Adds a row for each issue that these events changed.</summary>
    /// <remarks>
    /// An issue that its new owner has confirmed gives no row: it belongs to that owner's stream by then. An archived
    /// one is no longer in the state after the events, so that its last row is folded from the state before.
    /// </remarks>
    public static void AddRows(
        ImmutableArray<ViewRow>.Builder rows,
        Place owner,
        IssueBook before,
        IssueBook after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    )
    {
        IssuePhotos.AddRows(rows, happened, at);
        for (var i = 0; i < happened.Length; i++)
        {
            if (happened[i] is not IssueEvent last || IsFollowed(happened[(i + 1)..], last.IssueId))
            {
                continue;
            }

            if (last is IssueHandedOver)
            {
                continue;
            }

            rows.Add(
                last is IssueArchived
                    ? Row(owner, BeforeArchiving(before, happened[..i], last.IssueId, at), archived: true)
                    : Row(owner, after.Issues[last.IssueId], archived: false)
            );
        }
    }

    /// <summary>The answer to a command about an issue: how it stands now. <c>dueAt</c> is the level's deadline.</summary>
    public static string Answer(IssueBook book, string issueId)
    {
        if (book.Find(issueId) is not { } issue)
        {
            return "{}";
        }

        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString(Names.Id, issue.Id);
        json.WriteString(Names.Status, issue.Status.Camel());
        WriteNumber(json, Names.Level, issue.Step?.Level);
        WriteTime(json, Names.DueAtCamel, DueAtOf(issue));
        json.WriteEndObject();
        return Encoding.UTF8.GetString(scratch.Written());
    }

    /// <summary>The deadline that runs; none while the clocks stand still.</summary>
    private static DateTimeOffset? DueAtOf(Issue issue) =>
        issue is { IsOpen: true, Suspended: null } ? issue.Step?.DueAt : null;

    private static bool IsFollowed(ReadOnlySpan<DomainEvent> later, string issueId)
    {
        foreach (var it in later)
        {
            if (it.Subject == issueId)
            {
                return true;
            }
        }

        return false;
    }

    private static Issue BeforeArchiving(
        IssueBook before,
        ReadOnlySpan<DomainEvent> earlier,
        string issueId,
        DateTimeOffset at
    )
    {
        foreach (var it in earlier)
        {
            if (it is IssueEvent e && e.IssueId == issueId)
            {
                before = IssueLifecycle.Evolve(before, e, Actor.Platform.Reference, at);
            }
        }

        return before.Issues[issueId] with
        {
            UpdatedAt = at,
        };
    }

    private static ViewRow Row(Place owner, Issue issue, bool archived)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString(Names.Id, issue.Id);
        json.WriteString(Names.Owner, owner.ToString());
        WriteText(json, Names.Community, owner.CommunityCode);
        WriteText(json, Names.Subdistrict, owner.SubdistrictCode);
        json.WriteString(Names.Category, issue.Category);
        WriteText(json, Names.Urgency, issue.Terms?.Class.Name());
        json.WriteString(Names.Visibility, issue.Visibility.Camel());
        json.WriteString(Names.Source, issue.Source.Kebab());
        json.WriteString(Names.Status, issue.Status.Camel());
        if (issue.Step is { } step)
        {
            json.WriteNumber(Names.Level, step.Level);
            json.WriteString(Names.HandlerRole, step.Handler.Role.Kebab());
            json.WriteString(Names.HandlerPlace, step.Handler.Place.ToString());
        }

        json.WriteString(Names.Reporter, issue.Reporter);
        WriteFollowers(json, issue.Followers);
        WriteText(json, Names.Building, issue.Building);
        json.WriteString(Names.Description, issue.Description);
        WriteText(json, Names.Location, issue.Location);
        json.WriteString(Names.ReportedAt, issue.ReportedAt);
        json.WriteString(Names.UpdatedAt, issue.UpdatedAt);
        WriteTime(json, Names.DueAt, DueAtOf(issue));
        WriteTime(json, Names.OverallDueAt, issue.OverallDueAt);
        WriteTime(json, Names.NextDueAt, archived ? null : issue.NextDueAt);
        json.WriteBoolean(Names.Overdue, issue.Overdue);
        WriteNumber(json, Names.Stars, issue.Stars);
        json.WriteNumber(Names.TimesReopened, issue.TimesReopened);
        json.WriteBoolean(Names.Archived, archived);
        WriteText(json, Names.MovingTo, issue.MovingTo?.ToString());
        WriteClocks(json, issue);
        WriteChain(json, issue);
        WriteJoining(json, issue);
        WriteWhistles(json, archived ? null : issue.Whistles);
        json.WriteEndObject();
        return new ViewRow(View, Encoding.UTF8.GetString(scratch.Written()));
    }

    private static void WriteClocks(Utf8JsonWriter json, Issue issue)
    {
        var open = issue.IsOpen ? issue : null;
        json.WriteNumber(Names.WarnedPercent, open?.WarnedPercent ?? 0);
        json.WriteBoolean(
            Names.Provisional,
            open?.Step is { Provisional: true } || open?.Overall is { Provisional: true }
        );
        WriteNumber(
            json,
            Names.CalendarVersion,
            open is { Overall: not null, Suspended: null } ? open.Step?.CalendarVersion : null
        );
        WriteText(json, Names.Suspension, open?.Suspended?.Reason.Camel());
        WriteTime(json, Names.SuspendedUntil, open?.Suspended?.Until);
        WriteText(json, Names.Request, open?.Request?.Kind.Camel());
        WriteNumber(json, Names.RequestLevel, open?.Request?.Level);
        WriteTime(json, Names.RequestDueAt, open?.Request?.DecideBy);
        WriteNumber(json, Names.SupervisedBy, issue.SupervisedByLevel);
        WriteTime(json, Names.CheckDueAt, issue.CheckDueAt);
        WriteTime(json, Names.CallBackDueAt, issue.CallBackDueAt);
    }

    /// <summary>What "who may?" needs of the terms it was accepted under, whatever rules are published later.</summary>
    private static void WriteChain(Utf8JsonWriter json, Issue issue)
    {
        var terms = issue.Step is null ? null : issue.Terms;
        WriteNumber(json, Names.FirstLevel, terms is null ? null : issue.FirstLevel);
        WriteNumber(json, Names.LevelAbove, terms is null ? null : IssueLevels.Above(issue.Step!.Level, terms));
        WriteText(json, Names.Department, terms?.Department);
        WriteText(json, Names.RatedBy, terms?.RatedBy.Camel());
    }

    private static void WriteJoining(Utf8JsonWriter json, Issue issue)
    {
        WriteText(json, Names.MergedInto, issue.MergedInto);
        json.WriteNumber(Names.Joined, issue.Joined.Length + issue.Duplicates.Length + (issue.Gathered?.Length ?? 0));
        WriteTime(json, Names.IncidentAt, issue.IncidentAt);
        WriteText(json, Names.PartOf, issue.PartOf);
    }

    private static void WriteFollowers(Utf8JsonWriter json, ImmutableArray<Guid> followers)
    {
        json.WriteStartArray(Names.Followers);
        foreach (var follower in followers)
        {
            json.WriteStringValue(follower);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, JsonEncodedText name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, JsonEncodedText name, DateTimeOffset? value)
    {
        if (value is { } at)
        {
            json.WriteString(name, at);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, JsonEncodedText name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Name(this UrgencyClass urgency) =>
        urgency switch
        {
            UrgencyClass.P1 => "P1",
            UrgencyClass.P2 => "P2",
            UrgencyClass.P3 => "P3",
            UrgencyClass.P4 => "P4",
            UrgencyClass.Q => "Q",
            _ => throw new UnreachableException(),
        };

    private static class Names
    {
        public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
        public static readonly JsonEncodedText FirstLevel = JsonEncodedText.Encode("first_level");
        public static readonly JsonEncodedText LevelAbove = JsonEncodedText.Encode("level_above");
        public static readonly JsonEncodedText Department = JsonEncodedText.Encode("department");
        public static readonly JsonEncodedText RatedBy = JsonEncodedText.Encode("rated_by");
        public static readonly JsonEncodedText Owner = JsonEncodedText.Encode("owner");
        public static readonly JsonEncodedText Community = JsonEncodedText.Encode("community");
        public static readonly JsonEncodedText Subdistrict = JsonEncodedText.Encode("subdistrict");
        public static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");
        public static readonly JsonEncodedText Urgency = JsonEncodedText.Encode("urgency");
        public static readonly JsonEncodedText Visibility = JsonEncodedText.Encode("visibility");
        public static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");
        public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
        public static readonly JsonEncodedText Level = JsonEncodedText.Encode("level");
        public static readonly JsonEncodedText HandlerRole = JsonEncodedText.Encode("handler_role");
        public static readonly JsonEncodedText HandlerPlace = JsonEncodedText.Encode("handler_place");
        public static readonly JsonEncodedText Reporter = JsonEncodedText.Encode("reporter");
        public static readonly JsonEncodedText Followers = JsonEncodedText.Encode("followers");
        public static readonly JsonEncodedText Building = JsonEncodedText.Encode("building");
        public static readonly JsonEncodedText Description = JsonEncodedText.Encode("description");
        public static readonly JsonEncodedText Location = JsonEncodedText.Encode("location");
        public static readonly JsonEncodedText ReportedAt = JsonEncodedText.Encode("reported_at");
        public static readonly JsonEncodedText UpdatedAt = JsonEncodedText.Encode("updated_at");
        public static readonly JsonEncodedText DueAt = JsonEncodedText.Encode("due_at");
        public static readonly JsonEncodedText OverallDueAt = JsonEncodedText.Encode("overall_due_at");
        public static readonly JsonEncodedText NextDueAt = JsonEncodedText.Encode("next_due_at");
        public static readonly JsonEncodedText Overdue = JsonEncodedText.Encode("overdue");
        public static readonly JsonEncodedText Stars = JsonEncodedText.Encode("stars");
        public static readonly JsonEncodedText TimesReopened = JsonEncodedText.Encode("times_reopened");
        public static readonly JsonEncodedText Archived = JsonEncodedText.Encode("archived");
        public static readonly JsonEncodedText MovingTo = JsonEncodedText.Encode("moving_to");
        public static readonly JsonEncodedText WarnedPercent = JsonEncodedText.Encode("warned_percent");
        public static readonly JsonEncodedText Provisional = JsonEncodedText.Encode("provisional");
        public static readonly JsonEncodedText CalendarVersion = JsonEncodedText.Encode("calendar_version");
        public static readonly JsonEncodedText Suspension = JsonEncodedText.Encode("suspension");
        public static readonly JsonEncodedText SuspendedUntil = JsonEncodedText.Encode("suspended_until");
        public static readonly JsonEncodedText Request = JsonEncodedText.Encode("request");
        public static readonly JsonEncodedText RequestLevel = JsonEncodedText.Encode("request_level");
        public static readonly JsonEncodedText RequestDueAt = JsonEncodedText.Encode("request_due_at");
        public static readonly JsonEncodedText SupervisedBy = JsonEncodedText.Encode("supervised_by");
        public static readonly JsonEncodedText CheckDueAt = JsonEncodedText.Encode("check_due_at");
        public static readonly JsonEncodedText CallBackDueAt = JsonEncodedText.Encode("call_back_due_at");
        public static readonly JsonEncodedText MergedInto = JsonEncodedText.Encode("merged_into");
        public static readonly JsonEncodedText Joined = JsonEncodedText.Encode("joined");
        public static readonly JsonEncodedText IncidentAt = JsonEncodedText.Encode("incident_at");
        public static readonly JsonEncodedText PartOf = JsonEncodedText.Encode("part_of");
        public static readonly JsonEncodedText DueAtCamel = JsonEncodedText.Encode("dueAt");
    }
}
