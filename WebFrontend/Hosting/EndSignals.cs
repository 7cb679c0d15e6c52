using System.Runtime.InteropServices;
using CivicGrains.Silo;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>
/// Ctrl-C and SIGTERM as a token, from the first moment on: also while the database starts or demo data is loaded,
/// when the framework's own host does not listen yet.
/// </summary>
internal sealed class EndSignals : IDisposable
{
    private readonly CancellationTokenSource _ends;
    private readonly PosixSignalRegistration[] _registrations;

    public EndSignals(CancellationToken cancellationToken)
    {
        _ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
        ];
    }

    /// <summary>Cancelled when the process shall end.</summary>
    public CancellationToken Token => _ends.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _ends.Dispose();
    }

    private void End(PosixSignalContext signal)
    {
        // What was begun is ended in order.
        signal.Cancel = true;
        if (signal.Signal is PosixSignal.SIGINT && SupervisedLifetime.IsSupervised)
        {
            // A terminal sends it to every process; the supervisor says in which order they end.
            return;
        }

        _ends.Cancel();
    }
}
