using CivicGrains.WebFrontend.Demo;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>The default of the command line: the host runs until it is told to end.</summary>
internal static class Running
{
    /// <summary>The accounts of the chain, which the file lists first.</summary>
    private const int AccountsShown = 11;

    /// <summary>Runs the host.</summary>
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var host = await AllInOne.StartAsync(settings, null, cancellationToken);
        Console.WriteLine($"CivicGrains is ready at {host.Address.GetLeftPart(UriPartial.Authority)}");
        await ShowAccountsAsync(settings, cancellationToken);
        await host.App.WaitForShutdownAsync(cancellationToken);
        Console.WriteLine("CivicGrains is ending ...");
        return 0;
    }

    /// <summary>Shows the accounts of the demo; nothing in Production.</summary>
    public static async Task ShowAccountsAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.IsDemo)
        {
            return;
        }

        var accounts = await DemoAccounts.ReadAsync(settings.DataFolder, cancellationToken);
        if (accounts.Count == 0)
        {
            return;
        }

        Console.WriteLine("Demo accounts:");
        var width = accounts.Take(AccountsShown).Max(account => account.Account.Length);
        foreach (var account in accounts.Take(AccountsShown))
        {
            Console.WriteLine(
                $"  {account.Account.PadRight(width)}  {account.Password}  {account.Place}  {account.Name}"
            );
        }

        var file = Path.GetFullPath(Path.Combine(settings.DataFolder, DemoAccounts.FileName));
        Console.WriteLine($"  and {accounts.Count - Math.Min(AccountsShown, accounts.Count)} more in {file}");
    }
}
