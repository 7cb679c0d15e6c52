using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Silo;

/// <summary>
/// The life of a process that a supervisor has started. It ends in order when its input ends: because the supervisor
/// says so, or because the supervisor is no more, however that came. SIGTERM ends it too. Ctrl-C, which a terminal
/// sends to every process, is left to the supervisor, who knows in which order to end.
/// </summary>
public sealed class SupervisedLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    /// <summary>Variable of the environment that is set for a supervised process.</summary>
    public const string Variable = "CIVIC_SUPERVISED";

    /// <summary>Begins the line of the output that says: ready, at this address.</summary>
    public const string ReadyPrefix = "READY ";

    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>Whether this process was started by a supervisor.</summary>
    public static bool IsSupervised => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Tells the supervisor that this process is ready.</summary>
    /// <param name="address">Where others of this machine reach it.</param>
    public static void TellReady(string address)
    {
        if (IsSupervised)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ReadyPrefix}{address}"));
        }
    }

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true));
        registrations.Add(
            PosixSignalRegistration.Create(
                PosixSignal.SIGTERM,
                signal =>
                {
                    signal.Cancel = true;
                    application.StopApplication();
                }
            )
        );

        // Reading blocks its thread; a process that ends does not wait for it.
        var reading = new Thread(EndWithInput) { IsBackground = true, Name = "supervisor" };
        reading.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        registrations.Clear();
    }

    private void EndWithInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> said = stackalloc byte[64];
        while (input.Read(said) > 0)
        {
            // Nothing is agreed on: only the end means something.
        }

        application.StopApplication();
    }
}
