using JakSignals.Incidence;
using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.App;

/// <summary>What the commands work with, put together from the settings once.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly ILoggerFactory _logs;

    /// <param name="settings">Settings.</param>
    /// <param name="toRead">Whether the store is opened for looking only.</param>
    public Workplace(Settings settings, bool toRead = false) : this(settings, AppLog.Create(settings), toRead) { }

    /// <param name="settings">Settings.</param>
    /// <param name="logs">Where it logs; disposed of with it.</param>
    /// <param name="toRead">Whether the store is opened for looking only.</param>
    public Workplace(Settings settings, ILoggerFactory logs, bool toRead = false)
    {
        _logs = logs;
        Settings = settings;
        Catalogue = Catalogue.Load(settings.CatalogueFolder);   // a broken catalogue stops the start, not the middle of a run
        Database = toRead ? settings.Database.ToRead() : settings.Database;
    }

    public Settings Settings { get; }

    public Catalogue Catalogue { get; }

    public Database Database { get; }

    public SourceLedger Sources => new(Database, TimeProvider.System);

    public IngestJob Ingest => new(new CaseStore(Database, TimeProvider.System), new StoreStatus(Database), Sources, new RateNames(Catalogue).Checks,
        Settings.Data, _logs.CreateLogger<IngestJob>(), Settings.Ingest.Search, Settings.Ingest.MaximumIncompletePercent);

    public WeeklyRun Weekly(NameRules names) => new(Database,
        new WeeklyOptions(Catalogue, names, Settings.Signals, Settings.Report.Title, Settings.Counting.InDatabase),
        ParquetWriters.Default, TimeProvider.System, _logs.CreateLogger<WeeklyRun>(), Settings.QualityGate, Settings.Leases);

    public VerifyJob Verify => new(Database, Settings.Data, Weekly);

    public TimetableJobs Timetable => new(
        new TimetableParts(Database, Settings.Entries, Settings.Data, Settings.Ingest.DropFolder, Settings.Leases, Ingest, Weekly(NameRules.General), Verify,
            new RetentionJob(Database, Settings.Retention, Settings.Data, TimeProvider.System, _logs.CreateLogger<RetentionJob>())),
        TimeProvider.System, _logs.CreateLogger<TimetableJobs>());

    public void Dispose() => _logs.Dispose();
}
