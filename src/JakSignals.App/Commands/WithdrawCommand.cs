using System.Globalization;
using System.Security.Cryptography;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary>No loaded source, or more than one, is called as the command says.</summary>
public sealed class NoSuchSourceException : Exception
{
    /// <summary>What was asked for, and which sources there are.</summary>
    public NoSuchSourceException(string message) : base(message) { }

    /// <summary>What was asked for, which sources there are, and the cause.</summary>
    public NoSuchSourceException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified source; give a message.</summary>
    public NoSuchSourceException() { }
}

/// <summary><c>ingest --withdraw NAME --reason TEXT</c></summary>
internal static class WithdrawCommand
{
    private const int Shown = 20;

    public static Task<int> RunAsync(Settings settings, string name, string reason, string? by)
    {
        settings.Database.RequireCurrentSchema();
        var sources = new SourceLedger(settings.Database, TimeProvider.System);
        var source = Find(sources, name);
        var who = IngestCommand.Who(by);
        var result = sources.Withdraw(source, reason, who);
        if (result.Fault is { } fault)
            throw new ArgumentException(fault);
        using var logs = AppLog.Create(settings);
        logs.CreateLogger(typeof(WithdrawCommand).FullName!).SourceWithdrawn(source.Name, who, reason);
        var (files, records) = (source.Files.Count, source.Files.Sum(file => file.RowsRead));
        Output.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Withdrawn: {source.Name}, {files:N0} files with {records:N0} records, loaded at {source.LoadedAt[..16].Replace('T', ' ')} UTC."));
        Output.Console.WriteLine("Runs begun from now on do not see it. Published runs stay as they are: run their weeks again. Loading the same files again puts it in again.");
        Output.Console.WriteLine($"Audit line: {result.Head}");
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary>The one source that a text names and that is not withdrawn.</summary>
    private static StoredSource Find(SourceLedger sources, string name)
    {
        var named = Named(sources, name);
        var inForce = named.Where(source => source.Withdrawal is null).ToList();
        if (inForce is [var one])
            return one;
        if (inForce.Count > 1)
            throw new NoSuchSourceException($"{inForce.Count} sources are called '{name}'. Give the digest of the one that is meant:{List(inForce)}");
        if (named.Count > 0)
            throw new NoSuchSourceException($"'{name}' is withdrawn already:{List(named)}");
        var all = sources.All().Where(source => source.Withdrawal is null).ToList();
        throw new NoSuchSourceException(all.Count == 0 ? $"No source is called '{name}': nothing is loaded." : $"No source is called '{name}'. Loaded are:{List(all)}");
    }

    /// <summary>A file that is there is known by its content, whatever it is called; then by its name, as status shows it.</summary>
    private static IReadOnlyList<StoredSource> Named(SourceLedger sources, string name)
    {
        if (File.Exists(name) && sources.Find(Sha256Of(name)) is { Count: > 0 } alike)
            return alike;
        var named = sources.Find(name);
        return named.Count > 0 ? named : sources.Find(Path.GetFileName(name));
    }

    private static string Sha256Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Sources, the newest first.</summary>
    private static string List(IReadOnlyList<StoredSource> sources)
    {
        var lines = sources.Reverse().Take(Shown).Select(source => $"{Environment.NewLine}  {source.Digest[..12]}  {source.Name}, loaded at {source.LoadedAt[..16].Replace('T', ' ')} UTC{Withdrawn(source)}");
        return string.Concat(lines) + (sources.Count > Shown ? $"{Environment.NewLine}  and {sources.Count - Shown} more" : "");
    }

    private static string Withdrawn(StoredSource source) => source.Withdrawal is { } withdrawal
        ? $", withdrawn on {withdrawal.DecidedAt[..10]} by {withdrawal.UserName}: {withdrawal.Rationale}" : "";
}
