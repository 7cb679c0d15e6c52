using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CsCheck;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>
/// An issue that is sent from owner to owner, to and fro and to a place that nobody has registered, while letters
/// between the owners come late and in whatever order: it has one owner, or is in one letter.
/// </summary>
public sealed class OneOwnerProperties
{
    private const int Places = 4;

    /// <summary>Where to, which letter comes next, what else is done, and how many hours later.</summary>
    private static readonly Gen<(int What, int Which, int Hours)[]> Acts = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 999],
        Gen.Frequency((6, Gen.Const(0)), (2, Gen.Int[0, 20]), (1, Gen.Int[0, 200]))
    ).Array[0, 60];

    [Fact]
    public void At_any_time_it_has_one_owner_level_and_handler_or_is_in_one_letter() =>
        Acts.Sample(
            acts =>
            {
                var town = new Owners();
                foreach (var (what, which, hours) in acts)
                {
                    town.Waits(hours);
                    town.Check();
                    switch (what)
                    {
                        case < 3:
                            town.Does(new Relocate(Story.Id, town.All[which % Places].Place));
                            break;
                        case < 8:
                            town.Deliver(which);
                            break;
                        default:
                            town.Does(which % 2 == 0 ? new Acknowledge(Story.Id) : new Escalate(Story.Id, Town.Text()));
                            break;
                    }

                    town.Check();
                }

                while (town.Letters.Count > 0)
                {
                    town.Deliver(0);
                    town.Check();
                }

                Assert.Single(town.All, it => it.Held is { MovingTo: null });
                Assert.Single(town.All, it => it.Held is not null);
            },
            iter: 400
        );

    /// <summary>Somebody who may own it.</summary>
    private interface IHolder
    {
        Place Place { get; }

        Issue? Held { get; }

        Decision Ask(Actor actor, IssueCommand command);

        void Happens(Decision decision, Actor actor);

        IEnumerable<DomainEvent> WakesAt(DateTimeOffset now);
    }

    private sealed class Holder<TState>(Place place, TState state) : IHolder
        where TState : class, IStreamState<TState>, IIssueOwner
    {
        private readonly Story<TState> story = new(state) { Law = DefaultRules.Law };

        public Place Place => place;

        public Issue? Held => story.State.Issues.GetValueOrDefault(Story.Id);

        public Decision Ask(Actor actor, IssueCommand command) => story.Ask(actor, command);

        public void Happens(Decision decision, Actor actor) => story.Happens(decision.Events, actor.Reference);

        public IEnumerable<DomainEvent> WakesAt(DateTimeOffset now)
        {
            story.Now = now;
            return story.Wakes();
        }
    }

    private sealed class Owners
    {
        private DateTimeOffset now = Town.Morning;
        private DateTimeOffset? overall;

        public Owners()
        {
            var other = CompoundState.Evolve(
                CompoundState.Initial(Town.OtherCompound),
                new CompoundRegistered("清溪苑", PropertyMode.SelfManaged, Place.Grid("510105008006-G01"), [], true),
                Town.Administrator.Reference,
                Town.Morning
            );
            All =
            [
                new Holder<CompoundState>(Town.Compound, Town.ACompound()),
                new Holder<CompoundState>(Town.OtherCompound, other),
                new Holder<GridState>(Town.Grid, Town.AGrid()),
                // Nobody has registered it, so that it takes nothing.
                new Holder<GridState>(Town.OtherGrid, GridState.Initial(Town.OtherGrid)),
            ];
            Waits(0);
            var reported = All[0].Ask(Town.Resident, Town.ReportOf(Story.Lamp));
            All[0].Happens(reported, Town.Resident);
            Check();
        }

        public IReadOnlyList<IHolder> All { get; }

        /// <summary>What follows elsewhere and was not carried out yet.</summary>
        public List<(Place To, IssueCommand Command)> Letters { get; } = [];

        public void Waits(int hours)
        {
            now = now.AddHours(hours);
            foreach (var holder in All)
            {
                // By itself it goes nowhere.
                Assert.DoesNotContain(holder.WakesAt(now), it => it is IssueSentAway);
            }
        }

        /// <summary>By whomever may, when anybody may.</summary>
        public void Does(IssueCommand command)
        {
            foreach (var holder in All)
            {
                foreach (var actor in Town.Everybody)
                {
                    var decision = holder.Ask(actor, command);
                    if (decision.Rejection is null && !decision.Events.IsEmpty)
                    {
                        Happens(holder, decision, actor);
                        return;
                    }
                }
            }
        }

        public void Deliver(int which)
        {
            if (Letters.Count == 0)
            {
                return;
            }

            var (to, command) = Letters[which % Letters.Count];
            Letters.RemoveAt(which % Letters.Count);
            var holder = All.Single(it => it.Place == to);
            var decision = holder.Ask(Actor.Platform, command);
            if (decision.Rejection is { } refused)
            {
                var sent = Assert.IsType<TakeOver>(command);
                Letters.Add((sent.From, new ReturnToSender(Story.Id, to, sent.Carried, refused.Code)));
                return;
            }

            Happens(holder, decision, Actor.Platform);
        }

        public void Check()
        {
            var settled = All.Where(it => it.Held is { MovingTo: null }).ToList();
            var carried = Letters.Count(it => it.Command is TakeOver or ReturnToSender);
            Assert.Equal(1, settled.Count + carried);
            foreach (var holder in settled)
            {
                var issue = holder.Held!;
                Assert.InRange(issue.Step!.Level, 0, IssueLevels.Last);
                Assert.True(issue.Step.Level > 0 || issue.Step.Handler.Place == holder.Place);
                // No hand-over to another owner restarts it.
                Assert.Equal(overall ?? issue.OverallDueAt, issue.OverallDueAt);
                overall = issue.OverallDueAt;
            }
        }

        private void Happens(IHolder holder, Decision decision, Actor actor)
        {
            holder.Happens(decision, actor);
            foreach (var happened in decision.Events)
            {
                switch (happened)
                {
                    case IssueSentAway it:
                        Letters.Add((it.To, new TakeOver(Story.Id, holder.Place, it.Carried)));
                        break;
                    case IssueTakenOver it:
                        Letters.Add((it.From, new ConfirmHandedOver(Story.Id, holder.Place)));
                        break;
                }
            }
        }
    }
}
