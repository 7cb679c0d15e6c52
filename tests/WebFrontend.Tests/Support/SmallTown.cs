using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Renovations;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>
/// Three compounds of one community, one of each property mode, a project, three grids, and somebody in every role.
/// </summary>
internal static class SmallTown
{
    public const string Password = "correct horse battery staple";
    public const string CommunityCode = "510105007004";

    public static readonly Place Compound = Place.Parse("compound/510105007004-C001");
    public static readonly Place SelfManaged = Place.Parse("compound/510105007004-C002");
    public static readonly Place InTrust = Place.Parse("compound/510105007004-C003");
    public static readonly Place Project = Place.Parse("project/RNV-2026-510105007004-C001-01");
    public static readonly Place Grid = Place.Parse("grid/510105007004-G01");
    public static readonly Place OtherGrid = Place.Parse("grid/510105007004-G02");
    public static readonly Place MasterGrid = Place.Parse("grid/510105007004");
    public static readonly Place Community = Place.Parse("community/510105007004");
    public static readonly Place OtherCommunity = Place.Parse("community/510105007005");
    public static readonly Place Subdistrict = Place.Parse("subdistrict/510105007");
    public static readonly Place District = Place.Parse("district/510105");

    /// <summary>Everybody, by the name they sign in with.</summary>
    public static readonly ImmutableSortedDictionary<string, HeldRole> People = new Dictionary<string, HeldRole>
    {
        ["resident"] = new(Role.Resident, Compound),
        ["neighbour"] = new(Role.Resident, Compound),
        ["stranger"] = new(Role.Resident, SelfManaged),
        ["manager"] = new(Role.PropertyManager, Compound),
        ["lead"] = new(Role.CompoundLead, SelfManaged),
        ["trustee"] = new(Role.Trustee, InTrust),
        ["contractor"] = new(Role.Contractor, Project),
        ["grid-head"] = new(Role.GridHead, Grid),
        ["helper"] = new(Role.MicroGridHead, Grid),
        ["other-grid-head"] = new(Role.GridHead, OtherGrid),
        ["community"] = new(Role.Community, Community),
        ["other-community"] = new(Role.Community, OtherCommunity),
        ["subdistrict"] = new(Role.Subdistrict, Subdistrict),
        ["department"] = new(Role.Department, Place.Department("housing")),
        ["centre"] = new(Role.DistrictCentre, District),
        ["administrator"] = new(Role.Administrator, District),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Brings it into being, as an administrator does: by commands.</summary>
    public static async Task SettleAsync(AllInOne host)
    {
        var services = host.App.Services;
        var hasher = services.GetRequiredService<IPasswordHasher<Account>>();
        var hash = hasher.HashPassword(null!, Password);
        await services
            .GetRequiredService<AccountStore>()
            .InsertAsync([
                .. People.Select(person => new Account(
                    Guid.CreateVersion7(),
                    person.Key,
                    hash,
                    person.Key,
                    Guid.CreateVersion7(),
                    [person.Value]
                )),
            ]);

        foreach (var grid in new[] { MasterGrid, Grid, OtherGrid })
        {
            await DoAsync(services, grid, new RegisterGrid($"网格 {grid.Key}", 400, [], false));
        }

        ImmutableArray<Building> buildings = [new("1栋", Grid, 60), new("2栋", OtherGrid, 60)];
        await DoAsync(
            services,
            Compound,
            new RegisterCompound("光华苑", PropertyMode.ProfessionalManaged, Grid, buildings, false)
        );
        await DoAsync(services, SelfManaged, new RegisterCompound("金沙院", PropertyMode.SelfManaged, Grid, [], false));
        await DoAsync(services, InTrust, new RegisterCompound("苏坡里", PropertyMode.CommunityTrust, Grid, [], false));
        await DoAsync(services, Project, new RegisterProject("清溪·光华苑", Grid, false));
    }

    /// <summary>Somebody more, who signs in with the same password.</summary>
    public static Task AddAsync(IServiceProvider services, string account, params HeldRole[] roles) =>
        services
            .GetRequiredService<AccountStore>()
            .InsertAsync([
                new Account(
                    Guid.CreateVersion7(),
                    account,
                    services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(null!, Password),
                    account,
                    Guid.CreateVersion7(),
                    [.. roles]
                ),
            ]);

    /// <summary>Has the administrator do something at a place.</summary>
    public static async Task DoAsync(IServiceProvider services, Place place, DomainCommand command)
    {
        var administrator = await services.GetRequiredService<AccountStore>().FindByNameAsync("administrator");
        var grain = services.GetRequiredService<IGrainFactory>().GetOwner(place);
        var result = await grain.DoAsync(
            new CommandEnvelope(CommandIds.From("settle", place.ToString()), administrator!.Id, [], command)
        );
        Assert.Null(result.Rejection);
    }
}
