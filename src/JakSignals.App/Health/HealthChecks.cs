using System.Globalization;
using JakSignals.Jobs;
using JakSignals.Store;

namespace JakSignals.App.Health;

/// <summary>What one check found.</summary>
/// <param name="Name">What is looked at.</param>
/// <param name="State"><c>ok</c> or <c>failed</c>.</param>
/// <param name="Value">What was found; null when nothing could be.</param>
/// <param name="Limit">What is asked of it.</param>
internal sealed record HealthCheck(string Name, string State, string? Value, string Limit)
{
    public static HealthCheck Of(string name, bool isOk, string? value, string limit) => new(name, isOk ? "ok" : "failed", value, limit);

    public bool IsOk => State == "ok";
}

/// <summary>Whether the server can do its work: store, schema, newest run, disk, newest source.</summary>
internal sealed class HealthChecks(Database database, StoreStatus status, Settings settings, TimeProvider clock)
{
    /// <summary>Runs every check.</summary>
    public IReadOnlyList<HealthCheck> Run()
    {
        var store = Store();
        return store.IsOk ? [store, LastRun(), Disk(), Source()] : [store, Disk()];
    }

    private HealthCheck Store()
    {
        const string limit = "reachable, schema current";
        try
        {
            database.RequireCurrentSchema();
            return HealthCheck.Of("store", true, database.Engine, limit);
        }
        catch (StoreException fault)    // what is asked here
        {
            return HealthCheck.Of("store", false, fault.Message, limit);
        }
    }

    private HealthCheck LastRun()
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"published at most {settings.Health.MaximumRunAgeDays} days ago");
        if (status.NewestPublication() is not { } newest)
            return HealthCheck.Of("last_run", false, null, limit);
        var age = clock.GetUtcNow() - DateTimeOffset.Parse(newest.FinishedAt, CultureInfo.InvariantCulture);
        return HealthCheck.Of("last_run", age <= TimeSpan.FromDays(settings.Health.MaximumRunAgeDays), string.Create(CultureInfo.InvariantCulture, $"{newest.RunId}, {age.TotalDays:0.0} days ago"), limit);
    }

    private HealthCheck Disk()
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"at least {settings.Health.MinimumFreeGigabytes:0.##} GB free");
        var free = new DriveInfo(Path.GetFullPath(settings.Data)).AvailableFreeSpace / 1e9;
        return HealthCheck.Of("disk", free >= settings.Health.MinimumFreeGigabytes, string.Create(CultureInfo.InvariantCulture, $"{free:0.0} GB"), limit);
    }

    private HealthCheck Source()
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"newest FAERS quarter ended at most {settings.Health.MaximumSourceLagDays} days ago");
        if (SourceLag.Of(status.NewestQuarter(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is not { } lag)
            return HealthCheck.Of("newest_source", false, null, limit);
        return HealthCheck.Of("newest_source", lag.Days <= settings.Health.MaximumSourceLagDays, string.Create(CultureInfo.InvariantCulture, $"{lag.Quarter}, {lag.Days} days ago"), limit);
    }
}
