using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>An owner and what happens to it, in the order of its clock.</summary>
public sealed class Story<TState>(TState state)
    where TState : class, IStreamState<TState>, IIssueOwner
{
    private readonly List<(DomainEvent Happened, Guid Actor, DateTimeOffset At)> log = [];
    private readonly List<PastAppend> appends = [];
    private readonly List<PastLaw> laws = [new(new LogMoment(DateTimeOffset.MinValue, -1), Town.Law)];

    public TState State { get; private set; } = state;

    public Law Law
    {
        get => laws[^1].Law;
        set => laws.Add(new PastLaw(NextMoment, value));
    }

    public DateTimeOffset Now { get; set; } = Town.Morning;

    public Issue Issue => State.Issues[Story.Id];

    public IReadOnlyList<(DomainEvent Happened, Guid Actor, DateTimeOffset At)> Log => log;

    /// <summary>The log by appends, as it stands in the stream.</summary>
    public IReadOnlyList<PastAppend> Appends => appends;

    /// <summary>The law over time.</summary>
    public ImmutableArray<PastLaw> Laws => [.. laws];

    public ImmutableArray<ViewRow> Rows { get; private set; } = [];

    /// <summary>Before anything has happened, the beginning of time.</summary>
    private LogMoment NextMoment =>
        appends.Count == 0
            ? new LogMoment(DateTimeOffset.MinValue, laws.Count)
            : new LogMoment(Now, appends[^1].Moment.Seq + 1);

    public Decision Ask(Actor actor, DomainCommand command) => TState.Decide(State, command, actor, Law, Now);

    public DomainEvent[] Does(Actor actor, DomainCommand command)
    {
        var decision = Ask(actor, command);
        Assert.True(decision.Rejection is null, $"{command.GetType().Name}: {decision.Rejection?.English}");
        Happens(decision.Events, actor.Reference);
        return [.. decision.Events];
    }

    public Rejection IsRefused(Actor actor, DomainCommand command, string code)
    {
        var decision = Ask(actor, command);
        Assert.Equal(code, decision.Rejection?.Code);
        Assert.Empty(decision.Events);
        return decision.Rejection!;
    }

    /// <summary>Jumps to the next deadline and lets happen what is due, round after round.</summary>
    public DomainEvent[] Waits()
    {
        Now = State.NextDueAt ?? throw new InvalidOperationException("Nothing is ever due.");
        return Wakes();
    }

    public DomainEvent[] Wakes()
    {
        var all = new List<DomainEvent>();
        while (TState.Due(State, Law, Now) is { IsEmpty: false } due)
        {
            Happens(due, Actor.Platform.Reference);
            all.AddRange(due);
            Assert.True(all.Count < 100, "It never ends.");
        }

        return [.. all];
    }

    public void Happens(ImmutableArray<DomainEvent> happened, Guid actor)
    {
        var before = State;
        if (!happened.IsEmpty)
        {
            // As in a log, an append takes as many numbers as it has events; laws stand in between.
            appends.Add(new PastAppend(new LogMoment(Now, (appends.Count + 1) * 1_000), actor, happened));
        }

        foreach (var it in happened)
        {
            State = TState.Evolve(State, it, actor, Now);
            log.Add((it, actor, Now));
        }

        Rows = TState.Views(before, State, happened.AsSpan(), Now);
    }
}

/// <summary>How stories begin.</summary>
public static class Story
{
    public const string Id = "QY20261124-000123";
    public const string Lamp = "UTL-04";

    public static Story<CompoundState> AtCompound(PropertyMode mode = PropertyMode.ProfessionalManaged) =>
        new(Town.ACompound(mode));

    public static Story<CompoundState> Reported(string category = Lamp)
    {
        var story = AtCompound();
        story.Does(Town.Resident, Town.ReportOf(category));
        return story;
    }

    public static Story<CompoundState> Acknowledged()
    {
        var story = Reported();
        story.Does(Town.PropertyManager, new Acknowledge(Id));
        return story;
    }

    public static Story<CompoundState> Resolved()
    {
        var story = Acknowledged();
        story.Does(Town.PropertyManager, new Start(Id));
        story.Does(Town.PropertyManager, new Resolve(Id, Town.Text("已更换"), []));
        return story;
    }

    public static Story<CompoundState> Closed()
    {
        var story = Resolved();
        story.Does(Town.Resident, new Close(Id));
        return story;
    }

    /// <summary>The same law, with one category changed.</summary>
    public static Law LawWith(string code, Func<CategoryRule, CategoryRule> change) =>
        new(1, Town.Rules with { Categories = [.. Town.Rules.Categories.Select(c => c.Code == code ? change(c) : c)] });
}
