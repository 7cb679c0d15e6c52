using CivicGrains.Silo.Operations;
using CivicGrains.WebFrontend.People;
using Microsoft.AspNetCore.Authorization;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>Who may look behind the platform: its administrators, and for figures alone programs of this machine.</summary>
internal static class Operators
{
    /// <summary>Name of the policy of what only administrators see and do.</summary>
    public const string Policy = "operators";

    /// <summary>Name of the policy of the figures.</summary>
    public const string FiguresPolicy = "figures";

    public static IServiceCollection AddOperators(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, OperatorHandler>();
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Policy, policy => policy.AddRequirements(new OperatorRequirement(TakesLocal: false)))
            .AddPolicy(FiguresPolicy, policy => policy.AddRequirements(new OperatorRequirement(TakesLocal: true)));
        return services;
    }

    /// <param name="TakesLocal">Whether programs of this machine need not sign in.</param>
    private sealed record OperatorRequirement(bool TakesLocal) : IAuthorizationRequirement;

    private sealed class OperatorHandler(Actors actors) : AuthorizationHandler<OperatorRequirement>
    {
        protected override async Task HandleRequirementAsync(
            AuthorizationHandlerContext context,
            OperatorRequirement requirement
        )
        {
            if (context.Resource is not HttpContext http)
            {
                return;
            }

            if (
                (requirement.TakesLocal && LocalCallers.IsLocal(http))
                || (await actors.FindAsync(context.User, http.RequestAborted) is { } actor && WhoMay.Operate(actor))
            )
            {
                context.Succeed(requirement);
            }
        }
    }
}
