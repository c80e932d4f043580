using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Runtime.CompilerServices;
using JakSignals.Ingest;
using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Store;

[assembly: InternalsVisibleTo("JakSignals.EndToEnd.Tests")]

namespace JakSignals.App.Commands;

/// <summary>What the process tells its caller.</summary>
public static class ExitCodes
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It failed; the message says why.</summary>
    public const int Failed = 1;

    /// <summary>The arguments make no sense; nothing was done.</summary>
    public const int BadArguments = 2;

    /// <summary>A source was refused; nothing of it was loaded.</summary>
    public const int DataRefused = 3;
}

/// <summary>The command line <c>jaksignals</c>.</summary>
public static class CommandLine
{
    private const string Name = "jaksignals";
    private const string AsGiven = "as-given";
    private const string ServeName = "serve";
    private static readonly string[] RoleNames = ["reader", "reviewer", "operator", "administrator"];

    /// <summary>What a step has to give itself back in when the process is asked to stop.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    private static readonly Option<string?> Store = new("--store") { Description = "Store: sqlite:PATH or \"sqlserver:CONNECTION STRING\". Default: Store of the settings.", Recursive = true };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder for snapshots, reports, quarantine files and logs. Default: Data of the settings.", Recursive = true };
    private static readonly Option<string?> Config = new("--config") { Description = "Settings file instead of the program's own appsettings.json.", Recursive = true };

    private static Option<string[]> Accept() => new("--accept") { Description = "Loads a quarter although it seems incomplete: its period, such as 2026Q1, or the name of its archive. Wants --reason.", Arity = ArgumentArity.OneOrMore };

    private static Option<bool> CountInDatabase() => new("--count-in-database") { Description = "The database counts the pairs instead of this program; the snapshot is the same. Default: Counting:InDatabase of the settings." };

    /// <summary>What is wrong with these arguments; empty when a command would take them.</summary>
    internal static IReadOnlyList<string> Faults(string[] args) => [.. Root().Parse(args).Errors.Select(fault => fault.Message)];

    /// <summary>Runs one command.</summary>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        Output.WriteTo(output);
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
                await error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            var command = parsed.CommandResult.Command.Name;
            await error.WriteLineAsync(command == Name ? $"See: {Name} --help" : $"See: {Name} {command} --help").ConfigureAwait(false);
            return ExitCodes.BadArguments;
        }
        try
        {
            return await parsed.InvokeAsync(Invocation(parsed, output, error)).ConfigureAwait(false);
        }
        catch (Exception fault)   // the one place of this process
        {
            var (code, text) = Explain(fault);
            await error.WriteLineAsync(text).ConfigureAwait(false);
            return code;
        }
    }

    /// <summary>The server has its own way to stop, which takes as long as its settings say.</summary>
    private static InvocationConfiguration Invocation(ParseResult parsed, TextWriter output, TextWriter error) => new()
    {
        EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = parsed.CommandResult.Command.Name == ServeName ? null : TimeToStop, Output = output, Error = error,
    };

    private static (int Code, string Text) Explain(Exception fault) => fault switch
    {
        SourceRefusedException => (ExitCodes.DataRefused, fault.Message),
        NoSuchSourceException => (ExitCodes.BadArguments, fault.Message),
        SettingsException => (ExitCodes.Failed, fault.Message),
        OperationCanceledException => (ExitCodes.Failed, "Stopped on request. Whatever had not finished left nothing behind; run the same command again to go on."),
        System.Data.Common.DbException => (ExitCodes.Failed, $"The store refused: {fault.Message} What had not finished left nothing behind; mend the cause and run the same command again."),
        _ when fault is not NotEnoughMemoryException && MemoryNeed.IsCauseOf(fault) => (ExitCodes.Failed, MemoryNeed.Words()),
        NotEnoughMemoryException or CatalogueException or StoreException or QualityGateException or VerificationException or LeaseLostException or IOException or UnauthorizedAccessException or InvalidDataException or (ArgumentException and not ArgumentOutOfRangeException) => (ExitCodes.Failed, fault.Message),
        _ => (ExitCodes.Failed, $"An error of the program, please report it: {fault}"),
    };

    private static Command Root()
    {
        var root = new Command(Name, """
            JakSignals finds drug-event pairs that are reported more often than expected, and computes how often
            events happen per 100 patient-years. It reads adverse-event reports, keeps them in a store, and each
            week publishes a Parquet snapshot and an HTML signal report. A score is a reason to look, never a
            measure of risk.

            Begin with:   jaksignals demo
            Then:         jaksignals weekly path/to/faers_ascii_2026q3.zip --as-of 2026-11-16
            Exit codes:   0 done, 1 failed, 2 bad arguments, 3 data refused (nothing of that source was loaded), or a source that gave nothing
            """);
        root.Options.Add(new HelpOption { Recursive = true });
        root.Options.Add(new VersionOption());
        root.Options.Add(Store);
        root.Options.Add(Data);
        root.Options.Add(Config);
        foreach (var command in new[] { Demo(), Simulate(), Ingest(), Weekly(), Run(), Migrate(), Verify(), Audit(), Status(), Serve(), Account() })
            root.Subcommands.Add(command);
        return root;
    }

    private static Command Demo()
    {
        var outFolder = new Option<string>("--out") { Description = "Folder for everything the demo writes.", DefaultValueFactory = _ => Path.Combine("artifacts", "demo") };
        var reports = new Option<int>("--reports") { Description = "Reports to simulate.", DefaultValueFactory = _ => 60_000 };
        RequireBetween(reports, 1_000, 50_000_000);
        var command = new Command("demo", "Simulates FAERS quarters, runs two weeks on them and prints the top signals.") { outFolder, reports };
        command.SetAction((parsed, cancel) => DemoCommand.RunAsync(parsed.GetValue(outFolder)!, parsed.GetValue(reports), parsed.GetValue(Config), cancel));
        return command;
    }

    private static Command Simulate()
    {
        var reports = new Option<int>("--reports") { Description = "Reports over all quarters.", Required = true };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same bytes.", DefaultValueFactory = _ => 1 };
        var outFolder = new Option<string>("--out") { Description = "Folder to write to.", Required = true };
        RequireBetween(reports, 1_000, 50_000_000);
        RequireBetween(seed, 0, int.MaxValue);
        var command = new Command("simulate", "Writes FAERS-format quarters with planted effects, listed in truth.csv, and an exposure table.") { reports, seed, outFolder };
        command.SetAction((parsed, cancel) => SimulateCommand.RunAsync(parsed.GetValue(outFolder)!, parsed.GetValue(reports), parsed.GetValue(seed), cancel));
        return command;
    }

    private static Command Ingest()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Zip, folder or file: FAERS ASCII quarters of any era, deleted-case lists, case tables, exposure tables. Where two hold the same report, that of the later quarter counts, then that of the one given last.", Arity = ArgumentArity.ZeroOrMore };
        RefuseOptions(paths);
        var withdraw = new Option<string?>("--withdraw") { Description = "Takes a loaded source back: a file or archive as status shows it, the file itself, a quarter such as 2026Q1, or the first six digits or more of its digest. Its rows stay for the runs that saw it; later runs do not see it. Loading it again puts it in again." };
        var accept = Accept();
        var reason = new Option<string?>("--reason") { Description = "Why a source is taken back, accepted or put in again; it is kept in the store. Needed with --withdraw and --accept." };
        var by = new Option<string?>("--by") { Description = "Who, for the audit line, beside the account of the operating system." };
        const string Does = "Loads reports into the store, or takes a source back. What is loaded already changes nothing; "
            + "a file with a wrong header and a quarter that seems incomplete are refused (exit code 3).";
        var command = new Command("ingest", Does) { paths, withdraw, accept, reason, by };
        command.Validators.Add(result => RequirePathsOrWithdrawal(result, paths, withdraw, reason));
        command.Validators.Add(result => RequireReason(result, accept, reason));
        command.SetAction((parsed, cancel) => WithSettings(parsed, settings => parsed.GetValue(withdraw) is { } source
            ? WithdrawCommand.RunAsync(settings, source, parsed.GetValue(reason)!, parsed.GetValue(by))
            : IngestCommand.RunAsync(settings, parsed.GetValue(paths)!, IngestCommand.ByHand(parsed.GetValue(by), parsed.GetValue(reason)), AcceptanceOf(parsed, accept, reason), cancel)));
        return command;
    }

    private static void RequirePathsOrWithdrawal(System.CommandLine.Parsing.CommandResult result, Argument<string[]> paths, Option<string?> withdraw, Option<string?> reason)
    {
        var hasPaths = result.GetResult(paths) is { Tokens.Count: > 0 };     // asking for the values would skip the checks of their own
        var isWithdrawal = result.GetResult(withdraw) is not null;
        if (!hasPaths && !isWithdrawal)
            result.AddError("ingest needs a PATH to load, or --withdraw with the name of a source to take back.");
        if (hasPaths && isWithdrawal)
            result.AddError("ingest takes sources back or loads some, not both at once: give PATH or --withdraw.");
        if (isWithdrawal && !IsGiven(result, reason))
            result.AddError("--withdraw needs --reason TEXT: it stands in the audit line.");
    }

    private static Command Weekly()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Sources to load first, as for ingest.", Arity = ArgumentArity.ZeroOrMore };
        RefuseOptions(paths);
        var asOf = new Option<DateOnly>("--as-of")
        {
            Description = "Only what was received by this day counts; yyyy-MM-dd.", Required = true,
            CustomParser = result => DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day : Refuse<DateOnly>(result, $"--as-of is '{result.Tokens[0].Value}', expected a day as yyyy-MM-dd, for example 2026-11-16."),
        };
        var names = new Option<string>("--names")
        {
            Description = "general: clean drug names (strengths, forms, salts). as-given: names are standardised already; only the catalogue's aliases apply.",
            DefaultValueFactory = _ => "general",
        };
        names.AcceptOnlyFromAmong("general", AsGiven);
        var inDatabase = CountInDatabase();
        var command = new Command("weekly", "Loads what is new, normalises, counts, scores, rates, publishes the snapshot and writes the report.") { paths, asOf, names, inDatabase };
        var (accept, reason) = (Accept(), new Option<string?>("--reason") { Description = "Why the quarter is accepted; it is kept in the store and told in data quality." });
        command.Options.Add(accept);
        command.Options.Add(reason);
        command.Validators.Add(result => RequireReason(result, accept, reason));
        command.Validators.Add(result => RefuseReasonAlone(result, accept, reason));
        command.SetAction((parsed, cancel) => WithSettings(parsed, settings =>
            WeeklyCommand.RunAsync(settings.CountingInDatabase(parsed.GetValue(inDatabase)), parsed.GetValue(paths) ?? [], parsed.GetValue(asOf),
                parsed.GetValue(names) == AsGiven ? NameRules.AsGiven : NameRules.General, AcceptanceOf(parsed, accept, reason), cancel)));
        return command;
    }

    /// <summary>A quarter is never accepted without a reason.</summary>
    private static void RequireReason(System.CommandLine.Parsing.CommandResult result, Option<string[]> accept, Option<string?> reason)
    {
        if (result.GetResult(accept) is not null && !IsGiven(result, reason))
            result.AddError("--accept wants --reason TEXT: say why the quarter is right as it is.");
    }

    /// <summary>A reason is of something.</summary>
    private static void RefuseReasonAlone(System.CommandLine.Parsing.CommandResult result, Option<string[]> accept, Option<string?> reason)
    {
        if (result.GetResult(accept) is null && result.GetResult(reason) is not null)
            result.AddError("--reason is given without --accept NAME.");
    }

    /// <summary>Whether an option has a value that says something; asking for the value itself would skip the checks of the arguments.</summary>
    private static bool IsGiven(System.CommandLine.Parsing.CommandResult result, Option<string?> option) =>
        result.GetResult(option) is { Tokens: [var token, ..] } && !string.IsNullOrWhiteSpace(token.Value);

    private static Acceptance AcceptanceOf(ParseResult parsed, Option<string[]> accept, Option<string?> reason) =>
        parsed.GetValue(accept) is { Length: > 0 } names ? new Acceptance(names, parsed.GetValue(reason)!.Trim()) : Acceptance.None;

    private static Command Run()
    {
        var entry = new Argument<string>("ENTRY") { Description = "Id of an entry of the settings' Timetable: by default ingest, weekly, verify or retention." };
        RefuseOptions(entry);
        var command = new Command("run", "Does an entry of the timetable now. An occurrence that another process is at is left alone.") { entry };
        command.SetAction((parsed, cancel) => WithSettings(parsed, settings => RunCommand.RunAsync(settings, parsed.GetValue(entry)!, cancel)));
        return command;
    }

    private static Command Migrate()
    {
        var command = new Command("migrate", "Brings the store's schema up to date.");
        command.SetAction((parsed, _) => WithSettings(parsed, StoreCommands.MigrateAsync));
        return command;
    }

    private static Command Verify()
    {
        var snapshot = new Argument<string>("SNAPSHOT") { Description = "Folder of a published snapshot." };
        RefuseOptions(snapshot);
        var inDatabase = CountInDatabase();
        var command = new Command("verify", "Computes a snapshot again from the store and compares it bit for bit.") { snapshot, inDatabase };
        command.SetAction((parsed, cancel) => WithSettings(parsed, settings => VerifyCommand.RunAsync(settings.CountingInDatabase(parsed.GetValue(inDatabase)), parsed.GetValue(snapshot)!, cancel)));
        return command;
    }

    private static Command Audit()
    {
        var witness = new Option<string[]>("--witness")
        {
            Description = "Folder with copies of published manifests that are kept elsewhere; may be given several times.", AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.OneOrMore,
        };
        var verify = new Command("verify", "Proves the chain of reviewers' decisions and what was published, by every manifest there is, or names what does not hold.") { witness };
        verify.SetAction((parsed, _) => WithSettings(parsed, settings => StoreCommands.AuditAsync(settings, parsed.GetValue(witness) ?? [])));
        return new Command("audit", "The record of decisions.") { verify };
    }

    private static Command Status()
    {
        var command = new Command("status", "Shows the last runs, how far the newest is and who is at it, the last jobs and files, which sources are withdrawn, and what is due or overdue.");
        command.SetAction((parsed, _) => WithSettings(parsed, StoreCommands.StatusAsync));
        return command;
    }

    private static Command Serve()
    {
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, separated by semicolons. Default: Console:Urls of the settings (http://127.0.0.1:8650)." };
        var command = new Command(ServeName, "Serves the console until it is stopped: runs, health, sign-in. The first start on this machine makes an account and prints its password once.") { urls };
        command.SetAction((parsed, _) => WithSettings(parsed, settings => ServeCommand.RunAsync(settings, parsed.GetValue(urls))));
        return command;
    }

    private static Command Account()
    {
        var account = new Command("account", "Who may sign in to the console, and as what.");
        account.Subcommands.Add(AddAccount());
        account.Subcommands.Add(SetAccountRole());
        account.Subcommands.Add(OfAccount("disable", "Disables an account and signs it out everywhere.", AccountCommands.DisableAsync));
        account.Subcommands.Add(OfAccount("reset", "Gives an account a new password for one sign-in, opens its lock, and enables it.", AccountCommands.ResetAsync));
        var list = new Command("list", "Shows every account.");
        list.SetAction((parsed, _) => WithSettings(parsed, AccountCommands.ListAsync));
        account.Subcommands.Add(list);
        return account;
    }

    private static Command AddAccount()
    {
        var name = AccountName();
        var role = new Option<Role>("--role") { Description = "reader, reviewer, operator or administrator; each may do what those before it may.", Required = true };
        role.AcceptOnlyFromAmong(RoleNames);
        var noPassword = new Option<bool>("--no-password") { Description = "No password: it signs in through the reverse proxy only." };
        var command = new Command("add", "Adds an account. The password is asked for, or read as the first line of the standard input.") { name, role, noPassword };
        command.SetAction((parsed, _) => WithSettings(parsed, settings => AccountCommands.AddAsync(settings, parsed.GetValue(name)!, parsed.GetValue(role), parsed.GetValue(noPassword))));
        return command;
    }

    private static Command SetAccountRole()
    {
        var name = AccountName();
        var role = new Argument<Role>("ROLE") { Description = "reader, reviewer, operator or administrator." };
        role.AcceptOnlyFromAmong(RoleNames);
        var command = new Command("role", "Gives an account another role and signs it out everywhere.") { name, role };
        command.SetAction((parsed, _) => WithSettings(parsed, settings => AccountCommands.SetRoleAsync(settings, parsed.GetValue(name)!, parsed.GetValue(role))));
        return command;
    }

    private static Command OfAccount(string verb, string does, Func<Settings, string, Task<int>> run)
    {
        var name = AccountName();
        var command = new Command(verb, does) { name };
        command.SetAction((parsed, _) => WithSettings(parsed, settings => run(settings, parsed.GetValue(name)!)));
        return command;
    }

    private static Argument<string> AccountName()
    {
        var name = new Argument<string>("NAME") { Description = "Name of the account." };
        RefuseOptions(name);
        return name;
    }

    private static Task<int> WithSettings(ParseResult parsed, Func<Settings, Task<int>> run) =>
        run(Settings.Read(parsed.GetValue(Config), parsed.GetValue(Store), parsed.GetValue(Data)));

    private static void RequireBetween(Option<int> option, int least, int most) =>
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}, expected {least} to {most}."));
        });

    /// <summary>A misspelt option must not pass for a path: the run would go on without it.</summary>
    private static void RefuseOptions<T>(Argument<T> paths) =>
        paths.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
                result.AddError($"{token.Value} is no option of this command; write a path that begins with a dash as ./{token.Value}.");
        });

    private static T? Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
