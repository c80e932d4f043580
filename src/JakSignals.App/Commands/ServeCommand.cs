using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>serve [--urls U]</c></summary>
internal static class ServeCommand
{
    /// <summary>Name of the account that the first start makes.</summary>
    public const string FirstAccount = "local";

    public static async Task<int> RunAsync(Settings settings, string? urls)
    {
        var app = Prepare(settings, urls, TimeProvider.System);
        await using (app.ConfigureAwait(false))
        {
            await app.StartAsync().ConfigureAwait(false);
            var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServeCommand).FullName!);
            var listens = string.Join(", ", app.Urls);
            log.Listens(listens);
            Output.Console.WriteLine($"The console is at {listens}; stop it with Ctrl-C.");
            app.Lifetime.ApplicationStopping.Register(() => log.Stopping(settings.Console.StopSeconds));
            await app.WaitForShutdownAsync().ConfigureAwait(false);
        }
        return ExitCodes.Done;
    }

    /// <summary>The server, ready to start: the store is current, somebody can sign in, and nobody else can listen in.</summary>
    internal static WebApplication Prepare(Settings settings, string? urls, TimeProvider clock)
    {
        var listening = Listening.On(settings.Console, urls);
        var database = settings.Database;
        database.PrepareToServe(clock);
        var accounts = new AccountStore(database, clock);
        listening.RequireSafe(accounts);
        var log = AppLog.CreateForServer(settings);
        try
        {
            var app = ConsoleHost.Build(settings, listening, clock, log);
            if (accounts.All().Count == 0)
                AddFirst(accounts, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServeCommand).FullName!));
            return app;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    private static void AddFirst(AccountStore accounts, ILogger log)
    {
        var password = Passwords.NewOneTime();
        accounts.Add(FirstAccount, Role.Administrator, Passwords.Hash(password), mustChange: true);
        log.AccountChanged("the first start", "added, as administrator,", FirstAccount);
        Output.Console.WriteLine($"There was no account. Sign in as {FirstAccount} with this password, shown once, which you then change: {password}");
    }
}
