using System.Collections;
using System.Diagnostics;
using CivicGrains.Storage.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CivicGrains.Silo.Operations;

/// <summary>What a process shows of itself to programs: figures always, spans where somebody collects them.</summary>
public static class Observability
{
    /// <summary>The standard variable that says where a collector is. Without it nothing is sent anywhere.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
    [
        Telemetry.Name,
        "Microsoft.Orleans",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Http.Connections",
        "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.AspNetCore.RateLimiting",
        "Npgsql",
        "System.Runtime",
    ];

    /// <summary>
    /// Adds the figures for <c>/metrics</c>; and where <see cref="EndpointVariable"/> is set, spans and figures for the
    /// collector there. Call it after the silo or the client of Orleans was added.
    /// </summary>
    /// <param name="service">Name of the kind of process, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</param>
    public static void AddCivicObservability(this IHostApplicationBuilder builder, string service)
    {
        // The exporter asks the configuration of the host, which need not hold the whole environment.
        builder.Configuration.AddInMemoryCollection(
            Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .Select(it => KeyValuePair.Create((string)it.Key, (string?)it.Value))
                .Where(it => it.Key.StartsWith("OTEL_", StringComparison.Ordinal))
        );
        var isCollected = Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 };
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddPrometheusExporter();
                if (isCollected)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (isCollected)
        {
            builder.AddCivicTracing(tracing => tracing.AddOtlpExporter());
        }
    }

    /// <summary>
    /// Adds spans from the request over the grain to the append, and hands their context on with each grain call. Only
    /// where somebody collects them: each call would go through a filter more.
    /// </summary>
    /// <param name="export">Says where they go.</param>
    public static void AddCivicTracing(this IHostApplicationBuilder builder, Action<TracerProviderBuilder> export)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(ILocalSiloDetails)))
        {
            builder.UseOrleans(silo => silo.AddActivityPropagation());
        }
        else
        {
            builder.UseOrleansClient(client => client.AddActivityPropagation());
        }

        builder
            .Services.AddOpenTelemetry()
            .WithTracing(tracing =>
            {
                tracing
                    .SetSampler(new ParentBasedSampler(new BeginningsOnly()))
                    .AddSource(Telemetry.Name, "Microsoft.Orleans.*", "Npgsql")
                    .AddAspNetCoreInstrumentation(requests =>
                    {
                        requests.Filter = context => !IsOfMachines(context.Request.Path);
                        // What browser somebody has is nobody's business here.
                        requests.EnrichWithHttpRequest = (span, _) => span.SetTag("user_agent.original", null);
                    });
                export(tracing);
            });
    }

    private static bool IsOfMachines(PathString path) =>
        path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        || path.StartsWithSegments("/health", StringComparison.Ordinal);

    /// <summary>
    /// A trace begins with a request, a reaction or a deadline; not with a look into the database or a call that some
    /// background work makes every quarter of a second.
    /// </summary>
    private sealed class BeginningsOnly : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(
                samplingParameters.Kind is ActivityKind.Client
                    ? SamplingDecision.Drop
                    : SamplingDecision.RecordAndSample
            );
    }
}
